namespace EdgeAI.Runtime.LiveView;

/// <summary>What a live view says of itself, and what a client may cost.</summary>
public sealed record LiveViewOptions
{
    /// <summary>What clients show as the server's name.</summary>
    public required string Name { get; init; }

    /// <summary>Tells this start of the robot from every other, for clients that come back.</summary>
    public required string SessionId { get; init; }

    /// <summary>What else is told of the robot.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>();

    /// <summary>The most clients at once. Default: 8, a team around one robot.</summary>
    public int MaxClients { get; init; } = 8;

    /// <summary>The most messages that wait for one client. Default: 1024, about a second of a busy robot.</summary>
    public int MaxWaiting { get; init; } = 1024;

    /// <summary>The most bytes that wait for one client. Default: 16 MiB, a few large images.</summary>
    public int MaxWaitingBytes { get; init; } = 16 << 20;
}
