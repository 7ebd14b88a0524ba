namespace EdgeAI.Records.Proof;

/// <summary>What a verification found (RECORDS.md, "Verification").</summary>
public enum FindingKind
{
    /// <summary>A record that a seal names, that the next seal names or whose number lies among the others' is not there, and nothing attested declares it lost. A fault.</summary>
    Missing,

    /// <summary>A record is not as it was when the gateway stored it. A fault.</summary>
    Altered,

    /// <summary>A record that no seal names, where one would. A fault.</summary>
    Inserted,

    /// <summary>A name that came more than once, with other bytes. A fault.</summary>
    Conflicting,

    /// <summary>A record that came behind a higher sequence of its class and flow. A fault.</summary>
    OutOfOrder,

    /// <summary>A record of kind 7 that is no sound seal: its form, epoch, class, key or signature is wrong. A fault.</summary>
    BadSeal,

    /// <summary>A sound seal that does not go on from the one before: there are two histories. A fault.</summary>
    Forked,

    /// <summary>A seal that is known from elsewhere is not there, or another one is. A fault.</summary>
    Rewritten,

    /// <summary>A batch that its reader rejects; its range counts the batches from 1. A fault.</summary>
    Unreadable,

    /// <summary>A name that came more than once, with the same bytes.</summary>
    Duplicate,

    /// <summary>Records that an attested declared loss says were lost.</summary>
    DeclaredLost,

    /// <summary>Records that left what is verified, as was given: they are not asked for.</summary>
    Left,

    /// <summary>A seal at which a chain begins again, because damage took where it stood.</summary>
    Restarted,

    /// <summary>A record of which nothing can be said: its seal is not there or not sound, or it is older than the chain.</summary>
    NotAttested,

    /// <summary>A record behind the last seal of its class: the next one names it.</summary>
    Unsealed,
}
