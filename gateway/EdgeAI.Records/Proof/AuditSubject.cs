namespace EdgeAI.Records.Proof;

/// <summary>What an audit entry is about (RECORDS.md, "Audit entry"). Numbers are never reused.</summary>
public enum AuditSubject : byte
{
    /// <summary>The gateway started or stopped.</summary>
    Gateway = 1,

    /// <summary>A connection.</summary>
    Connection = 2,

    /// <summary>A publish.</summary>
    Publish = 3,

    /// <summary>An identity: enrolled, renewed, revoked, or its permissions.</summary>
    Identity = 4,

    /// <summary>The configuration.</summary>
    Configuration = 5,

    /// <summary>A command.</summary>
    Command = 6,

    /// <summary>An artifact.</summary>
    Artifact = 7,

    /// <summary>The spool.</summary>
    Spool = 8,

    /// <summary>The chain of seals: a key in use, a chain begun again.</summary>
    Chain = 9,
}
