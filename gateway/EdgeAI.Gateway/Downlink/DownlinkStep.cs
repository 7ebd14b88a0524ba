namespace EdgeAI.Gateway.Downlink;

/// <summary>The steps of a command at which a gateway may be cut off (DOWNLINK.md, "Crash points"); tests cut it off there.</summary>
internal enum DownlinkStep
{
    /// <summary>G1: a command is about to be committed as received.</summary>
    BeforeReceived,

    /// <summary>G2: it is committed and not acknowledged.</summary>
    AfterReceived,

    /// <summary>G3: commands are about to be committed as sent.</summary>
    BeforeSent,

    /// <summary>G4: they are committed as sent and not published.</summary>
    AfterSent,

    /// <summary>G5: one is published.</summary>
    AfterPublished,

    /// <summary>G6: an answer, or the passing of time, is about to be committed.</summary>
    BeforeSettled,

    /// <summary>G7: it is committed and not acknowledged.</summary>
    AfterSettled,

    /// <summary>G8: a report is about to go into the spool.</summary>
    BeforeReported,

    /// <summary>G9: it is there, and the journal still holds it.</summary>
    AfterReported,

    /// <summary>A rollout's next step is about to be committed.</summary>
    BeforeRollout,

    /// <summary>It is committed.</summary>
    AfterRollout,
}
