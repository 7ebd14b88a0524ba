using EdgeAI.Gateway.Spool;
using EdgeAI.Gateway.Uplinks;

namespace EdgeAI.GatewayFleet;

/// <summary>A gateway as the city sees it: the uplink that gateways run, over a lane in memory.</summary>
internal sealed class SimulatedGateway : IAsyncDisposable
{
    /// <summary>The epoch of all spools.</summary>
    public const long Epoch = 7;

    /// <summary>The site of all gateways.</summary>
    public const string Site = "hall";

    private readonly FleetLane _lane;
    private readonly GatewayUplink _uplink;

    public SimulatedGateway(int number, FleetOptions options)
    {
        _lane = new FleetLane(number);
        _uplink = new GatewayUplink([_lane], new SpoolIdentity($"fleet-{number}", Epoch), Site, options.UplinkOf(number), TimeProvider.System);
    }

    /// <summary>The records that it has taken in.</summary>
    public long Added => _lane.Newest;

    /// <summary>The records that no broker acknowledged yet.</summary>
    public long Waiting => _lane.Records;

    public UplinkStatistics Uplink => _uplink.Snapshot();

    public void Start() => _uplink.Start();

    /// <summary>Takes in records that are received now.</summary>
    public void Add(int count, long utcNanoseconds)
    {
        _lane.Add(count, utcNanoseconds);
        _uplink.Wake();
    }

    public ValueTask DisposeAsync() => _uplink.DisposeAsync();
}
