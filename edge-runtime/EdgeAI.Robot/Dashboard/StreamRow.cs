namespace EdgeAI.Robot.Dashboard;

/// <summary>One stream of readings as the dashboard shows it; latencies in nanoseconds, counts since the start.</summary>
internal sealed record StreamRow(
    string Name,
    double RateHz,
    double WantedHz,
    long Received,
    long WithoutReading,
    long Missing,
    long Faults,
    long Rejected,
    long EdgeDropped,
    long LatencyP50,
    long LatencyP99,
    string Note);
