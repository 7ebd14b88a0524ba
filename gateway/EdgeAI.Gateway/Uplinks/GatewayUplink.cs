using EdgeAI.Gateway.Operation;
using EdgeAI.Gateway.Spool;
using EdgeAI.Gateway.Spool.Lanes;
using EdgeAI.Gateway.Uplinks.Lanes;
using EdgeAI.Records;

namespace EdgeAI.Gateway.Uplinks;

/// <summary>A gateway's way to the city: the spool's lanes on one side, an ordered list of upstreams on the other.</summary>
internal sealed class GatewayUplink : IAsyncDisposable
{
    private readonly IReadOnlyList<ISpoolLane> _lanes;
    private readonly LaneTraffic _traffic;
    private readonly UplinkRunner _runner;
    private readonly ReleaseOnReceipt? _receipts;
    private readonly RecordSpool? _spool;

    /// <summary>Prepares an uplink; nothing is sent before <see cref="Start"/>.</summary>
    /// <param name="lanes">The spool's lanes, which the uplink disposes.</param>
    /// <param name="identity">Whose records they are.</param>
    /// <param name="site">The site's id.</param>
    /// <param name="options">Where to and how; with one upstream at least.</param>
    /// <param name="time">The timers' clock, and UTC for the schedule.</param>
    /// <param name="meter">What deliveries are timed with; nothing where nobody asks.</param>
    /// <param name="spool">The spool of the lanes, which outlives the uplink; nothing for lanes without one.</param>
    /// <exception cref="GatewayException">A number is out of range, or a file for TLS or a key of the city's is absent or damaged; the message is one line with the mend.</exception>
    public GatewayUplink(IReadOnlyList<ISpoolLane> lanes, SpoolIdentity identity, string site, UplinkOptions options, TimeProvider time, GatewayMeter? meter = null, RecordSpool? spool = null)
    {
        options.Validate();
        _spool = spool;
        _lanes = lanes;
        ConnectionSettings settings = new()
        {
            ClientId = ClientIdOf(identity.Gateway, 0),
            ConnectTimeout = options.ConnectTimeout,
            KeepAlive = options.KeepAlive,
            Time = time,
            Subscription = options.TrimBy == TrimBy.Receipt ? Topics.Receipts(site, identity.Gateway) : null,
        };
        Upstream[] upstreams = [.. options.Upstreams.Select((upstream, index) => new Upstream(upstream, settings with { ClientId = ClientIdOf(identity.Gateway, index) }))];
        _receipts = options.TrimBy == TrimBy.Receipt ? new ReleaseOnReceipt(identity, lanes, options.ReadCityKeys(), options, spool is null ? null : () => spool.BeginEpoch(_traffic!.Begin)) : null;
        _traffic = new LaneTraffic(lanes, new LaneBatches(identity, site, options, meter is null ? null : meter.Delivered), _receipts as IReleasePolicy ?? new ReleaseOnAcknowledgement(), options, time);
        _runner = new UplinkRunner(
            _traffic,
            upstreams,
            new UpstreamChoice(upstreams.Length, options.FailuresBeforeNext, options.SilenceBeforeNext, options.ReturnAfter),
            new Backoff(options.InitialBackoff, options.MaximumBackoff, options.JitterSeed),
            options.AcknowledgeTimeout,
            time);
    }

    /// <summary>Prepares an uplink over the lanes of a spool, which outlives it.</summary>
    /// <exception cref="GatewayException">A number is out of range, or a file of TLS or of the spool cannot be used; the message is one line with the mend.</exception>
    public static GatewayUplink Open(RecordSpool spool, string site, UplinkOptions options, TimeProvider time, GatewayMeter? meter = null)
    {
        List<ISpoolLane> lanes = [];
        try
        {
            foreach (RecordClass recordClass in Enum.GetValues<RecordClass>())
            {
                lanes.Add(spool.OpenLane(recordClass));
            }

            if (options.TrimBy == TrimBy.Receipt)
            {
                // Which of it an upstream took before, and a city stored, only receipts will tell.
                lanes.ForEach(static lane => lane.NoteSentBefore());
            }

            GatewayUplink uplink = new(lanes, spool.Identity, site, options, time, meter, spool);
            spool.Committed += uplink.Wake;
            return uplink;
        }
        catch
        {
            lanes.ForEach(lane => lane.Dispose());
            throw;
        }
    }

    /// <summary>
    /// The client id at an upstream, 0 being the preferred one: one for each, because two may be addresses of one cluster, which ends a client's
    /// connection when another comes with its id. A colon cannot be part of a gateway's id, so no two gateways have the same.
    /// </summary>
    internal static string ClientIdOf(string gateway, int upstream) => upstream == 0 ? $"edgeai-gateway-{gateway}" : $"edgeai-gateway-{gateway}:{upstream + 1}";

    /// <summary>Starts sending; call once.</summary>
    public void Start() => _runner.Start();

    /// <summary>Tells that the spool may have new records. On any thread, as often as one likes.</summary>
    public void Wake() => _traffic.Wake();

    /// <summary>The state and the counts.</summary>
    public UplinkStatistics Snapshot() => _runner.Snapshot() with
    {
        SentRecords = _traffic.SentRecords,
        AcknowledgedRecords = _traffic.AcknowledgedRecords,
        Backlog = _traffic.BacklogSpan,
        Resent = _traffic.GivenUp,
        Receipts = _receipts?.Snapshot(_runner.Now),
    };

    /// <summary>Stops sending. What is on its way stays in the spool, to be sent again after the next start.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_spool is not null)
        {
            _spool.Committed -= Wake;
        }

        await _runner.DisposeAsync().ConfigureAwait(false);
        _traffic.Dispose();
        foreach (ISpoolLane lane in _lanes)
        {
            lane.Dispose();
        }
    }
}
