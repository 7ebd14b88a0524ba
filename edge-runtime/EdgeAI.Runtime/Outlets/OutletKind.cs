namespace EdgeAI.Runtime.Outlets;

/// <summary>What an outlet's item tells. Numbers below 0xF0 are the wire's payload types (WIRE.md), those above are the outlet's own.</summary>
public enum OutletKind : byte
{
    /// <summary>Force and torque.</summary>
    Wrench = 0x12,

    /// <summary>Orientation, angular velocity and linear acceleration.</summary>
    Imu = 0x14,

    /// <summary>Position, velocity and effort of joints.</summary>
    Joints = 0x1C,

    /// <summary>A model's answer.</summary>
    Classification = 0x40,

    /// <summary>Something began, goes on, or ended.</summary>
    Event = 0x41,

    /// <summary>What a model found on an image.</summary>
    Detections = 0x42,

    /// <summary>The robot's own health changed: it degrades, or it asks for the safe state.</summary>
    Health = 0xF0,
}
