namespace EdgeAI.Records;

/// <summary>What a record holds (RECORDS.md, "Kinds"). Numbers are never reused; a number that a reader does not know is a rejection.</summary>
public enum RecordKind : byte
{
    /// <summary>One wire frame under no policy of the profile's, untouched.</summary>
    Frame = 1,

    /// <summary>One wire frame that passed the gateway's policy, as it came or made smaller by it.</summary>
    GovernedFrame = 2,

    /// <summary>Records that the gateway had acknowledged and does not have any more.</summary>
    DeclaredLoss = 3,

    /// <summary>Frames that the gateway's policy did not let into the spool as they were.</summary>
    Withheld = 4,

    /// <summary>What became of a command.</summary>
    CommandResult = 5,

    /// <summary>What happened to the gateway itself.</summary>
    AuditEntry = 6,

    /// <summary>What names by digest the records of its class, signed.</summary>
    Seal = 7,

    /// <summary>Another policy came into force.</summary>
    PolicyChange = 8,
}
