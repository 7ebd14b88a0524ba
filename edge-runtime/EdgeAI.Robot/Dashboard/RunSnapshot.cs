namespace EdgeAI.Robot.Dashboard;

/// <summary>Everything that is shown of a run at one moment.</summary>
internal sealed record RunSnapshot(
    string World,
    TimeSpan Elapsed,
    IReadOnlyList<StreamRow> Streams,
    IReadOnlyList<StageRow> Stages,
    IReadOnlyList<BoardRow> Boards,
    IReadOnlyList<string> LatestNews,
    IReadOnlyList<string> Joins,
    DeliveryLedger Delivery,
    GatewayRow Gateway,
    CityRow? City,
    TimeSpan GcPause,
    int GcCollections,
    long? ExecutorAllocatedBytes,
    HealthRow? Health,
    IReadOnlyList<string> Truth)
{
    /// <summary>What each model ran on, in lines; empty where there is none.</summary>
    public IReadOnlyList<string> Models { get; init; } = [];

    /// <summary>What was lost between stages of two threads, in lines; empty where nothing was.</summary>
    public IReadOnlyList<string> Edges { get; init; } = [];

    /// <summary>What became of what controllers and live views were to get, in lines; empty where there are none.</summary>
    public IReadOnlyList<string> Outlets { get; init; } = [];
}
