namespace EdgeAI.Profiles.Gateways;

/// <summary>One line of what may be commanded.</summary>
public sealed record CommandPermissionProfile
{
    /// <summary>Who may send. An exact id, '*', or a beginning with '*'.</summary>
    public required string Issuer { get; init; }

    /// <summary>Which commands. An exact id, '*', or a beginning with '*'.</summary>
    public required string Command { get; init; }

    /// <summary>To which robots, or to the gateway. An exact id, '*', or a beginning with '*'.</summary>
    public required string Target { get; init; }
}
