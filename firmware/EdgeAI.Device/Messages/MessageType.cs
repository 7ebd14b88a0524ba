namespace EdgeAI.Device.Messages;

/// <summary>The payload type on the wire (WIRE.md, "Payload types"). Numbers are never reused.</summary>
public enum MessageType : byte
{
    /// <summary>What a board is.</summary>
    Hello = 0x01,

    /// <summary>A sensor or the board reports that it could not read (WIRE.md, "Fault").</summary>
    Fault = 0x02,

    /// <summary>Something that a board has to say beside its readings.</summary>
    LogRecord = 0x03,

    /// <summary>A robot asks for a board's clock.</summary>
    TimeRequest = 0x04,

    /// <summary>A board's clock, twice.</summary>
    TimeResponse = 0x05,

    /// <summary>A robot asks what a board is.</summary>
    HelloRequest = 0x06,

    /// <summary>What one stream of a board carries.</summary>
    StreamDescription = 0x07,

    /// <summary>Where taxels of a stream sit.</summary>
    TaxelLayout = 0x08,

    /// <summary>A grid of samples: thermal, range or camera.</summary>
    Image = 0x10,

    /// <summary>A set of taxels.</summary>
    TactileArray = 0x11,

    /// <summary>Force and torque about three axes.</summary>
    WrenchStamped = 0x12,

    /// <summary>One bridge or load cell: a force along one axis.</summary>
    ForceStamped = 0x13,

    /// <summary>Orientation, angular velocity and linear acceleration, whichever of them the sensor has.</summary>
    Imu = 0x14,

    /// <summary>One distance, with what the sensor thinks of it.</summary>
    RangeMeasurement = 0x15,

    /// <summary>One temperature.</summary>
    Temperature = 0x16,

    /// <summary>One pressure of air or of a liquid.</summary>
    FluidPressure = 0x17,

    /// <summary>One relative humidity.</summary>
    RelativeHumidity = 0x18,

    /// <summary>A magnetic field along three axes.</summary>
    MagneticField = 0x19,

    /// <summary>Voltage, current and power of one supply or motor.</summary>
    ElectricalState = 0x1A,

    /// <summary>A grid of distances, each with what the sensor thinks of it.</summary>
    RangeGrid = 0x1B,

    /// <summary>Position, velocity and effort of joints, whichever of them are known.</summary>
    JointState = 0x1C,

    /// <summary>A model's answer: class probabilities with provenance.</summary>
    Classification = 0x40,

    /// <summary>An unlearned stage's answer: something began or ended.</summary>
    PerceptionEvent = 0x41,

    /// <summary>A model's answer: boxes on an image with provenance.</summary>
    Detection2DArray = 0x42,

    /// <summary>A robot asks a board to do something once.</summary>
    Command = 0x60,

    /// <summary>What became of a command.</summary>
    Acknowledgement = 0x70,
}
