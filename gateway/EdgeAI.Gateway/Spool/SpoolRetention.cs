using EdgeAI.Records;

namespace EdgeAI.Gateway.Spool;

/// <summary>How much of what the spool keeps, and what happens when it cannot.</summary>
public sealed record SpoolRetention
{
    /// <summary>The limits of class safety. Never dropped for room.</summary>
    public LaneLimits Safety { get; init; } = new();

    /// <summary>The limits of class event.</summary>
    public LaneLimits Event { get; init; } = new();

    /// <summary>The limits of class telemetry.</summary>
    public LaneLimits Telemetry { get; init; } = new();

    /// <summary>The limits of class bulk.</summary>
    public LaneLimits Bulk { get; init; } = new();

    /// <summary>What a full spool does with one more publish.</summary>
    public WhenFull WhenFull { get; init; } = WhenFull.DropOldest;

    /// <summary>What is done at the start with a file that is too damaged to be opened.</summary>
    public WhenDamaged WhenDamaged { get; init; } = WhenDamaged.StartNew;

    /// <summary>The limits of a class.</summary>
    public LaneLimits Of(RecordClass recordClass) => recordClass switch
    {
        RecordClass.Safety => Safety,
        RecordClass.Event => Event,
        RecordClass.Telemetry => Telemetry,
        _ => Bulk,
    };
}
