using EdgeAI.Gateway.Spool;
using EdgeAI.Gateway.Uplinks;
using EdgeAI.Records;

namespace EdgeAI.Tests.Gateway.Uplinks;

/// <summary>A gateway's uplink as it runs, over lanes in memory.</summary>
internal sealed class UplinkRig : IAsyncDisposable
{
    public static readonly UplinkOptions Options = new()
    {
        TrimBy = TrimBy.Puback,
        Window = 4,
        BatchRecords = 20,
        BacklogThreshold = 200,
        InitialBackoff = TimeSpan.FromMilliseconds(2),
        MaximumBackoff = TimeSpan.FromMilliseconds(20),
        AcknowledgeTimeout = TimeSpan.FromSeconds(20),
        ConnectTimeout = TimeSpan.FromSeconds(10),
        JitterSeed = 1,
    };

    private readonly MemoryLane[] _lanes = [.. Enum.GetValues<RecordClass>().Select(recordClass => new MemoryLane(recordClass))];
    private readonly GatewayUplink _uplink;
    private readonly string _gateway;
    private long _sequence;

    public UplinkRig(UplinkOptions options, string gateway = "gateway", TimeProvider? time = null)
    {
        _gateway = gateway;
        _uplink = new GatewayUplink(_lanes, new SpoolIdentity(gateway, 7), "hall", options, time ?? TimeProvider.System);
    }

    public UplinkStatistics Statistics => _uplink.Snapshot();

    public long Waiting => _lanes.Sum(lane => lane.Waiting);

    public long Added => _sequence;

    public static UplinkOptions To(params int[] ports) => Options with { Upstreams = [.. ports.Select(port => new UpstreamOptions { Host = "127.0.0.1", Port = port })] };

    public void Start() => _uplink.Start();

    /// <summary>Adds records, class after class in turn.</summary>
    public void Add(int count, int frameLength = 200)
    {
        for (int index = 0; index < count; index++)
        {
            _sequence++;
            _lanes[_sequence % _lanes.Length].Add(_sequence, frameLength);
        }

        _uplink.Wake();
    }

    /// <summary>Waits until nothing is left, and says that each record arrived.</summary>
    public async Task AssertDeliveredAsync(params TestCity[] cities)
    {
        await Eventually.HoldsAsync(() => Waiting == 0, $"everything is let go of: {Waiting} wait, {Statistics}");
        Assert.All(_lanes, lane => Assert.Equal(0, lane.ReleasedTwice));
        SequenceSet arrived = new();
        foreach (TestCity city in cities)
        {
            foreach (RecordId id in city.Records.Keys.Where(id => id.Gateway == _gateway))
            {
                arrived.Add(id.Sequence);
            }
        }

        Assert.Equal(_sequence, arrived.Count);
        Assert.Equal(0, arrived.Missing);
    }

    public ValueTask DisposeAsync() => _uplink.DisposeAsync();
}
