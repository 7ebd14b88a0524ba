using EdgeAI.Runtime.Health;

namespace EdgeAI.Robot.Dashboard;

/// <summary>How the robot itself is.</summary>
internal sealed record HealthRow(
    HealthLevel Level,
    long Warnings,
    long ClockJumps,
    long Said,
    long GcCollections,
    long GcTotal,
    long GcP99,
    long GcMaximum,
    IReadOnlyList<DeadlineRow> Deadlines);
