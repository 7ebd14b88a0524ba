using System.Text.Json.Serialization;
using EdgeAI.Profiles.Reading;

namespace EdgeAI.Profiles.Policies;

/// <summary>The messages that a policy's rule can name, as in <c>EdgeAI.Device.Messages</c> (a test holds the two together).</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<PolicyMessage>))]
public enum PolicyMessage
{
    /// <summary>What a board is.</summary>
    Hello,

    /// <summary>A sensor could not be read.</summary>
    Fault,

    /// <summary>What a board has to say beside its readings.</summary>
    LogRecord,

    /// <summary>What a stream carries.</summary>
    StreamDescription,

    /// <summary>Where taxels sit.</summary>
    TaxelLayout,

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

    /// <summary>A temperature.</summary>
    Temperature,

    /// <summary>An absolute pressure.</summary>
    FluidPressure,

    /// <summary>A relative humidity.</summary>
    RelativeHumidity,

    /// <summary>A magnetic field along three axes.</summary>
    MagneticField,

    /// <summary>Voltage, current and power.</summary>
    ElectricalState,

    /// <summary>A grid of distances.</summary>
    RangeGrid,

    /// <summary>Position, velocity and effort of joints.</summary>
    JointState,

    /// <summary>What a model decided: a probability for each class.</summary>
    Classification,

    /// <summary>What a rule decided: something began, goes on or ended.</summary>
    PerceptionEvent,

    /// <summary>What a detector found in an image.</summary>
    [JsonStringEnumMemberName("detection2d-array")]
    Detection2DArray,
}
