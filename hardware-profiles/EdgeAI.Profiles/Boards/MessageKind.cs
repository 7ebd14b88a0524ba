namespace EdgeAI.Profiles.Boards;

/// <summary>The messages that sensors give and stages answer with, named as in <c>EdgeAI.Device.Messages</c> and <c>EdgeAI.Runtime.Messages</c> (a test holds the two together; this project sees no other).</summary>
public enum MessageKind
{
    /// <summary>A grid of samples.</summary>
    Image,

    /// <summary>A set of taxels.</summary>
    TactileArray,

    /// <summary>Force and torque about three axes.</summary>
    WrenchStamped,

    /// <summary>A force along one axis.</summary>
    ForceStamped,

    /// <summary>Orientation, angular velocity and acceleration.</summary>
    Imu,

    /// <summary>One distance.</summary>
    RangeMeasurement,

    /// <summary>A grid of distances.</summary>
    RangeGrid,

    /// <summary>A temperature.</summary>
    Temperature,

    /// <summary>An absolute pressure.</summary>
    FluidPressure,

    /// <summary>A magnetic field along three axes.</summary>
    MagneticField,

    /// <summary>A relative humidity.</summary>
    RelativeHumidity,

    /// <summary>Voltage, current and power.</summary>
    ElectricalState,

    /// <summary>What a model decided: a probability for each class.</summary>
    Classification,

    /// <summary>What a rule decided: something began, goes on or ended.</summary>
    PerceptionEvent,

    /// <summary>Position, velocity and effort of a robot's joints.</summary>
    JointState,

    /// <summary>What a detector found in an image: boxes with a class and a score.</summary>
    Detection2DArray,

    /// <summary>A camera's image, which stays on the robot.</summary>
    CameraImage,
}
