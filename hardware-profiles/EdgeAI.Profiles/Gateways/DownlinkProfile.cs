namespace EdgeAI.Profiles.Gateways;

/// <summary>How commands and artifacts come down (gateway/DOWNLINK.md).</summary>
public sealed record DownlinkProfile
{
    /// <summary>The folder of the journal and of the artifacts, relative to the working folder; null: the spool's.</summary>
    public string? Folder { get; init; }

    /// <summary>Whether the first upstream may send commands; otherwise only the operator at the gateway commands.</summary>
    public required bool FromUpstream { get; init; }

    /// <summary>What may be commanded; the operator at the gateway needs no line.</summary>
    public required IReadOnlyList<CommandPermissionProfile> Permissions { get; init; }

    /// <summary>The robots that there are; empty for any.</summary>
    public required IReadOnlyList<string> Robots { get; init; }

    /// <summary>How long the upstream keeps commands for a gateway that is away; MQTT 5 only.</summary>
    public required double SessionExpiryDays { get; init; }

    /// <summary>The longest that a command may be valid.</summary>
    public required double MaximumLifetimeHours { get; init; }

    /// <summary>How long after its expiry a robot is asked what became of a command.</summary>
    public required double AnswerGraceHours { get; init; }

    /// <summary>How long beyond that an ended command is remembered.</summary>
    public required double RetentionHours { get; init; }

    /// <summary>The commands that are remembered.</summary>
    public required int MaximumCommands { get; init; }

    /// <summary>The commands that may wait for their end; further ones are refused.</summary>
    public required int MaximumWaiting { get; init; }

    /// <summary>The rollouts that are remembered; further ones are refused.</summary>
    public required int MaximumRollouts { get; init; }

    /// <summary>The commands that are under way to one robot at once.</summary>
    public required int SendWindow { get; init; }

    /// <summary>The pause before a command without an answer is sent again; doubles with each.</summary>
    public required double ResendSeconds { get; init; }

    /// <summary>The longest pause before that.</summary>
    public required double MaximumResendSeconds { get; init; }

    /// <summary>What artifacts may take, and where they are served; null: they are refused.</summary>
    public ArtifactsProfile? Artifacts { get; init; }
}
