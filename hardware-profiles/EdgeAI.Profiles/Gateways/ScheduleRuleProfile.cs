namespace EdgeAI.Profiles.Gateways;

/// <summary>A time of day at which a class may go upstream.</summary>
public sealed record ScheduleRuleProfile
{
    /// <summary>The class; safety always goes.</summary>
    public required RecordClass Class { get; init; }

    /// <summary>When it begins.</summary>
    public required string From { get; init; }

    /// <summary>When it ends, not included; before 'from' for a time across midnight.</summary>
    public required string Until { get; init; }
}
