namespace EdgeAI.Robot.Dashboard;

/// <summary>One stage's deadline.</summary>
internal sealed record DeadlineRow(string Stage, long Missed, long Skipped, long TakenByAlternative, bool IsDegraded, long LatencyP50, long LatencyP99, long LatencyMaximum);
