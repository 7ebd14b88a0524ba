using EdgeAI.Gateway.Operation;

namespace EdgeAI.Gateway.Policy;

/// <summary>A gateway's policy with what tells it where robots are.</summary>
/// <param name="Policy">The policy.</param>
/// <param name="Positions">Takes the positions that robots tell; nothing where the profile says where they stand.</param>
internal sealed record GatewayPolicy(RecordPolicy Policy, RobotPositions? Positions)
{
    /// <summary>Makes the policy that a gateway's options ask for.</summary>
    /// <exception cref="GatewayException">The policy is too long for its record.</exception>
    public static GatewayPolicy From(GatewayOptions options)
    {
        if (options.Policy is not { Position: null } policy)
        {
            return new GatewayPolicy(PolicyOf(options, new FixedPosition(options.Policy?.Position is { } place ? new GeoPosition(place.Latitude, place.Longitude, 0) : null)), null);
        }

        RobotPositions positions = new(options.Site, TimeSpan.FromSeconds(policy.PositionMaximumAgeSeconds), options.Time);
        return new GatewayPolicy(PolicyOf(options, positions), positions);
    }

    private static RecordPolicy PolicyOf(GatewayOptions options, IPositionSource position)
    {
        ConfigurationLog log = new(options.Logging, options.Trail);
        return new RecordPolicy(options.Policy, position) { Replaced = log.TellPolicy };
    }
}
