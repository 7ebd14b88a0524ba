namespace EdgeAI.Gateway.Identity;

/// <summary>A moment of the gateway's identity.</summary>
public sealed record IdentityStatistics
{
    /// <summary>The TLS handshakes whose certificate was accepted since the start.</summary>
    public long Accepted { get; init; }

    /// <summary>The TLS handshakes that were refused since the start.</summary>
    public long Refused { get; init; }

    /// <summary>The last refusal in one line; empty when there was none.</summary>
    public string LastRefusal { get; init; } = "";

    /// <summary>The devices in the registry.</summary>
    public int Devices { get; init; }

    /// <summary>When the server's certificate expires, UTC; nothing without TLS.</summary>
    public DateTimeOffset? ServerExpires { get; init; }

    /// <summary>What is wrong with the registry or the server's certificate, in one line; empty when nothing is.</summary>
    public string Problem { get; init; } = "";
}
