namespace EdgeAI.Profiles.Outlets;

/// <summary>Where the robot shows itself over the Foxglove WebSocket protocol.</summary>
public sealed record LiveViewProfile
{
    /// <summary>The address that it listens on: loopback, or another that was asked for, without TLS and without a password.</summary>
    public required string Host { get; init; }

    /// <summary>The TCP port; 0 for any free one.</summary>
    public required int Port { get; init; }
}
