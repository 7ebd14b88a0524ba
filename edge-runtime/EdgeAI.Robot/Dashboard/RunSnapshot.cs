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
    IReadOnlyList<string> Truth);
