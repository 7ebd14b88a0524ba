using EdgeAI.Gateway.Uplinks;
using EdgeAI.Tests.Gateway;
using EdgeAI.Tests.Gateway.Uplinks;

namespace EdgeAI.Tests.City.Cluster;

/// <summary>Gateways whose uplinks drain into the cluster: each prefers another node, and knows all of them.</summary>
internal sealed class DrainingGateways : IAsyncDisposable
{
    private const int Gateways = 6;

    private readonly UplinkRig[] _rigs;
    private readonly string _name;

    /// <param name="cluster">Where to.</param>
    /// <param name="name">What their ids begin with: no two tests have the same, since one queue serves all.</param>
    public DrainingGateways(CityCluster cluster, string name)
    {
        _name = name;
        _rigs = [.. Enumerable.Range(0, Gateways).Select(index => new UplinkRig(
            UplinkRig.Options with
            {
                MaximumBackoff = TimeSpan.FromSeconds(1),
                AcknowledgeTimeout = TimeSpan.FromSeconds(5),
                FailuresBeforeNext = 2,
                ReturnAfter = TimeSpan.FromSeconds(2),
                Upstreams = [.. CityCluster.FirstOf(cluster.MqttPorts, (index % CityCluster.Nodes) + 1).Select(static port => new UpstreamOptions { Host = "127.0.0.1", Port = port, Protocol = MqttProtocol.Mqtt311 })],
            },
            IdOf(index)))];
    }

    /// <summary>The records that no broker acknowledged yet.</summary>
    public long Waiting => _rigs.Sum(static rig => rig.Waiting);

    public long Added => _rigs.Sum(static rig => rig.Added);

    /// <summary>What each is connected to, and how it went, for the words of a failure.</summary>
    public string Report => string.Join('\n', _rigs.Select(static rig => $"{rig.Waiting} wait, {rig.Statistics}"));

    public void Start()
    {
        foreach (UplinkRig rig in _rigs)
        {
            rig.Start();
        }
    }

    /// <summary>Each gets so many more records, over all four classes.</summary>
    public void Add(int records)
    {
        foreach (UplinkRig rig in _rigs)
        {
            rig.Add(records);
        }
    }

    /// <summary>Brings a fault about in the middle of a drain: some is acknowledged before it begins, and until it is over with each gateway records wait.</summary>
    /// <param name="fault">The fault.</param>
    /// <param name="waiting">How many with each; given anew at a pace, so that it bounds the rate as well.</param>
    /// <param name="everyMilliseconds">The pace.</param>
    public async Task InTheMiddleAsync(Func<Task> fault, int waiting = 400, int everyMilliseconds = 10)
    {
        long acknowledged = Added - Waiting;
        Add(waiting);
        await Eventually.HoldsAsync(() => Added - Waiting > acknowledged, "the drain is under way", () => Report);
        Task happening = fault();
        using PeriodicTimer timer = new(TimeSpan.FromMilliseconds(everyMilliseconds));
        while (await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken) && !happening.IsCompleted)
        {
            foreach (UplinkRig rig in _rigs.Where(rig => rig.Waiting < waiting))
            {
                rig.Add(waiting);
            }
        }

        await happening;
    }

    /// <summary>Waits until all is acknowledged and stored, and says that each record is in the table once.</summary>
    public async Task AssertEachOnceAsync(TestDatabase database)
    {
        await Eventually.HoldsAsync(() => Waiting == 0, "everything is acknowledged", () => Report);
        string[] expected = [.. _rigs.Select((rig, index) => $"{IdOf(index)}|7|{rig.Added}|{rig.Added}|1|{rig.Added}")];
        string[] there = [];
        await Eventually.HoldsAsync(
            async () => (there = await OwnAsync(database)).SequenceEqual(expected),
            "each record is in the table once",
            () => $"{string.Join('\n', there)}\n{Report}");
        Assert.Equal(["0|0"], await database.AskAsync($"SELECT (SELECT count(*) FROM refused), (SELECT count(*) FROM conflict WHERE gateway LIKE '{_name}-%')"));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (UplinkRig rig in _rigs)
        {
            await rig.DisposeAsync();
        }
    }

    private string IdOf(int index) => $"{_name}-{index}";

    private Task<string[]> OwnAsync(TestDatabase database)
        => database.AskAsync($"SELECT gateway, epoch, count(*), count(DISTINCT sequence), min(sequence), max(sequence) FROM record WHERE gateway LIKE '{_name}-%' GROUP BY 1, 2 ORDER BY 1, 2");
}
