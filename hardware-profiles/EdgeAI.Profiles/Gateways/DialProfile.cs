namespace EdgeAI.Profiles.Gateways;

/// <summary>Where a robot reaches a gateway on another machine: a listener with TLS, which asks for the robot's certificate.</summary>
public sealed record DialProfile
{
    /// <summary>The gateway's host name or address, also of its artifacts.</summary>
    public required string Host { get; init; }

    /// <summary>The listener's TCP port.</summary>
    public required int Port { get; init; }

    /// <summary>The robot's certificate from its enrolment, and whom it trusts.</summary>
    public required TlsClientProfile Tls { get; init; }
}
