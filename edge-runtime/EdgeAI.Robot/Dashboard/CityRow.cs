namespace EdgeAI.Robot.Dashboard;

/// <summary>What the city received, as the dashboard shows it.</summary>
internal sealed record CityRow(long Received, long OfThisRun, long Simulated, long Replayed, long Duplicates, long Gaps, long Rejected);
