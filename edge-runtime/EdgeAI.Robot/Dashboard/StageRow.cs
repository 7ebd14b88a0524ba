namespace EdgeAI.Robot.Dashboard;

/// <summary>One stage as the dashboard shows it; latencies in nanoseconds, counts since the start.</summary>
internal sealed record StageRow(
    string Name,
    bool IsInference,
    long Taken,
    long Published,
    long TooOld,
    long Unusable,
    long LatencyP50,
    long LatencyP99,
    string Latest);
