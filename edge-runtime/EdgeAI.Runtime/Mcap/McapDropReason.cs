namespace EdgeAI.Runtime.Mcap;

/// <summary>Why a recorder gave a message up.</summary>
public enum McapDropReason
{
    /// <summary>The disk is behind: every chunk buffer waits to be written.</summary>
    QueueFull,

    /// <summary>The message is larger than a chunk.</summary>
    TooLarge,

    /// <summary>The chunk that held it could not be written.</summary>
    WriteFailed,

    /// <summary>It came after the end of the recording.</summary>
    Ended,
}
