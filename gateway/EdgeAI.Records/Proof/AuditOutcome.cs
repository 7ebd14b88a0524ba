namespace EdgeAI.Records.Proof;

/// <summary>How what an audit entry tells of ended (RECORDS.md, "Audit entry"). Numbers are never reused.</summary>
public enum AuditOutcome : byte
{
    /// <summary>It was done.</summary>
    Done = 1,

    /// <summary>It was refused.</summary>
    Refused = 2,

    /// <summary>It failed.</summary>
    Failed = 3,
}
