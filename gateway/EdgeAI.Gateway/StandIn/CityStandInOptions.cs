namespace EdgeAI.Gateway.StandIn;

/// <summary>Where the stand-in listens.</summary>
public sealed record CityStandInOptions
{
    /// <summary>The TCP port on loopback; 0 for any free one.</summary>
    public int Port { get; init; }

    /// <summary>Called for every record, duplicates included, one at a time.</summary>
    public CityRecordHandler? OnRecord { get; init; }
}
