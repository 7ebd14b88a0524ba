namespace EdgeAI.Gateway.Downlink;

/// <summary>What the journal did with a command that came.</summary>
internal enum ReceiveOutcome
{
    /// <summary>It is new and on disk, also where it was refused.</summary>
    Taken,

    /// <summary>It was there already.</summary>
    Known,

    /// <summary>It is no command for this gateway; nothing was kept.</summary>
    Malformed,

    /// <summary>The journal remembers as many as it may: it stays with the upstream.</summary>
    NoRoom,
}
