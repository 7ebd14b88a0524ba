namespace EdgeAI.Robot.Downlink;

/// <summary>The steps of a command at which a robot may be cut off (gateway/DOWNLINK.md, "Crash points"); tests cut it off there.</summary>
internal enum RobotStep
{
    /// <summary>R1: the command is taken from its queue and not in the journal.</summary>
    BeforeBegin,

    /// <summary>R2: it is in the journal as begun.</summary>
    AfterBegin,

    /// <summary>R3: its handler has ended.</summary>
    AfterHandler,

    /// <summary>R4: its end is in the journal.</summary>
    AfterEnd,

    /// <summary>R5: the journal without what it forgets is on disk under another name.</summary>
    BeforeRename,

    /// <summary>R5: it has taken the old one's place.</summary>
    AfterRename,
}
