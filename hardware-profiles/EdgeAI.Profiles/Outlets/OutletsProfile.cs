namespace EdgeAI.Profiles.Outlets;

/// <summary>The ways on which controllers on the same machine get what the robot perceives.</summary>
public sealed record OutletsProfile
{
    /// <summary>The file of the ring in shared memory; null for none.</summary>
    public string? Ring { get; init; }

    /// <summary>How many items the ring holds, a power of two.</summary>
    public required int Slots { get; init; }

    /// <summary>The paths of the datagram sockets that controllers have bound.</summary>
    public required IReadOnlyList<string> Sockets { get; init; }
}
