namespace EdgeAI.Gateway.Spool;

/// <summary>How storing a publish ended. Only <see cref="Stored"/> and <see cref="AlreadyStored"/> may be acknowledged.</summary>
public enum StoreStatus
{
    /// <summary>Nobody has said how it ended; never acknowledged. The first, so that what nobody sets is no success.</summary>
    Pending,

    /// <summary>Its records are on disk.</summary>
    Stored,

    /// <summary>The same batch number of the same robot boot is already on disk; nothing was stored twice.</summary>
    AlreadyStored,

    /// <summary>The spool holds as much as it may, or the disk is full.</summary>
    Full,

    /// <summary>More publishes wait for the writer than its queue takes.</summary>
    QueueFull,

    /// <summary>The disk or the file failed; nothing was stored.</summary>
    DiskError,

    /// <summary>The disk takes no writes at the moment; nothing was stored.</summary>
    ReadOnly,

    /// <summary>The batch number lies so far below the robot's latest that the spool cannot tell whether it is stored.</summary>
    BatchTooOld,

    /// <summary>The robot is not known and the spool remembers as many robots as it may.</summary>
    TooManyRobots,

    /// <summary>An earlier batch of the same robot and boot was refused on the connection and has not come again.</summary>
    OutOfOrder,

    /// <summary>The spool is closing.</summary>
    Stopping,
}
