namespace EdgeAI.Device.Messages;

/// <summary>Which parts of a <see cref="JointState"/> hold a reading. Bits are wire bits and never reused.</summary>
[System.Flags]
public enum JointStateParts : byte
{
    /// <summary>None: no valid message.</summary>
    None = 0,

    /// <summary>Where the joints stand.</summary>
    Position = 1,

    /// <summary>How fast they turn.</summary>
    Velocity = 2,

    /// <summary>What they bear, or the current of their motors.</summary>
    Effort = 4,
}
