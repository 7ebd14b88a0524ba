namespace EdgeAI.Robot.Dashboard;

/// <summary>The gateway as the dashboard shows it.</summary>
internal sealed record GatewayRow(
    bool Connected,
    long Acknowledged,
    long WaitingToBeSent,
    long? SpoolDepth,
    long? SpoolBytes,
    long? Commits,
    long? SetAside,
    string Note);
