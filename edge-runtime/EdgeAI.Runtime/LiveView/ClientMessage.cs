namespace EdgeAI.Runtime.LiveView;

/// <summary>A client's message, checked in its shape and not in its sense.</summary>
public sealed record ClientMessage
{
    /// <summary>What it asks for.</summary>
    public required ClientOperation Operation { get; init; }

    /// <summary>Subscriptions: the client's number and the channel's.</summary>
    public IReadOnlyList<KeyValuePair<uint, uint>> Subscriptions { get; init; } = [];

    /// <summary>The client's numbers of subscriptions that end.</summary>
    public IReadOnlyList<uint> SubscriptionIds { get; init; } = [];

    /// <summary>Names of parameters; empty for all of them.</summary>
    public IReadOnlyList<string> ParameterNames { get; init; } = [];

    /// <summary>What the client names its request by; null if it does not.</summary>
    public string? RequestId { get; init; }

    /// <summary>The service, or the request for an asset.</summary>
    public uint Id { get; init; }

    /// <summary>The client's number of its call.</summary>
    public uint CallId { get; init; }

    /// <summary>The encoding of a call's data.</summary>
    public string Encoding { get; init; } = "";

    /// <summary>A call's data.</summary>
    public byte[] Data { get; init; } = [];
}
