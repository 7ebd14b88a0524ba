namespace EdgeAI.Device.Board;

/// <summary>What became of a message that a board, or the robot, had to say.</summary>
public enum SendOutcome : byte
{
    /// <summary>The link took it.</summary>
    Sent = 0,

    /// <summary>The link had no room.</summary>
    LinkFull = 1,

    /// <summary>The other end of the link is gone.</summary>
    LinkClosed = 2,

    /// <summary>The message is not one that the wire can carry.</summary>
    Invalid = 3,
}
