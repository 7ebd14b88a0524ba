namespace EdgeAI.Device.Messages;

/// <summary>The payload type on the wire (WIRE.md, "Payload types"). Numbers are never reused.</summary>
public enum MessageType : byte
{
    /// <summary>A sensor or the board reports that it could not read (WIRE.md, "Fault").</summary>
    Fault = 0x02,

    /// <summary>A grid of samples: thermal, range or camera.</summary>
    Image = 0x10,

    /// <summary>A set of taxels.</summary>
    TactileArray = 0x11,

    /// <summary>Force and torque about three axes.</summary>
    WrenchStamped = 0x12,

    /// <summary>One bridge or load cell: a force along one axis.</summary>
    ForceStamped = 0x13,

    /// <summary>A model's answer: class probabilities with provenance.</summary>
    Classification = 0x40,

    /// <summary>An unlearned stage's answer: something began or ended.</summary>
    PerceptionEvent = 0x41,
}
