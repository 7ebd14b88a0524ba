using System.Text.Json.Serialization;
using EdgeAI.Profiles.Reading;

namespace EdgeAI.Profiles.Stages;

/// <summary>What is done about a stage that is later than its deadline. A miss is counted whatever is done.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<MissHandling>))]
public enum MissHandling
{
    /// <summary>Nothing more.</summary>
    Count,

    /// <summary>Inputs that are past the deadline before the stage sees them are dropped, until it has caught up.</summary>
    Skip,

    /// <summary>Another, cheaper stage decides in its place, until there was no miss for a while.</summary>
    Degrade,

    /// <summary>The robot declares its safe state.</summary>
    FailSafe,
}
