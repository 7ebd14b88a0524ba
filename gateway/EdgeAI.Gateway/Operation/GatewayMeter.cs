using System.Diagnostics.Metrics;
using EdgeAI.Gateway.Spool;
using EdgeAI.Gateway.Uplinks;
using EdgeAI.Records;

namespace EdgeAI.Gateway.Operation;

/// <summary>
/// The gateway's instruments: OpenTelemetry's messaging names (semantic conventions, "Messaging metrics") where they say what is meant, names
/// below <c>edgeai.gateway</c> where they do not. Counters read the same counts as <see cref="GatewayHost.Snapshot"/>.
/// </summary>
internal sealed class GatewayMeter : IDisposable
{
    /// <summary>The meter's name.</summary>
    public const string Name = "EdgeAI.Gateway";

    // One collection reads every instrument: they show the same moment.
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(50);

    // A group commit takes a fraction of a millisecond on a good disk and seconds on a failing one; a city may be away for days.
    private static readonly double[] SecondsToDisk = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
    private static readonly double[] SecondsToCity = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800, 7200, 43200, 259200];

    private static readonly KeyValuePair<string, object?> Mqtt = new("messaging.system", "mqtt");

    private readonly TimeProvider _time;
    private readonly Lock _lock = new();
    private readonly Histogram<double> _toDisk;
    private readonly Histogram<double> _toCity;
    private Func<GatewayStatistics>? _snapshot;
    private GatewayStatistics? _read;
    private long _readAt;

    public GatewayMeter(TimeProvider time)
    {
        _time = time;
        Meter = new Meter(new MeterOptions(Name) { Version = typeof(GatewayMeter).Assembly.GetName().Version?.ToString(3) });
        _toDisk = Meter.CreateHistogram(
            "messaging.process.duration", "s", "From a publish's arrival to its acknowledgement, which leaves after it is on disk", null, new InstrumentAdvice<double> { HistogramBucketBoundaries = SecondsToDisk });
        _toCity = Meter.CreateHistogram(
            "edgeai.gateway.delivery.duration", "s", "From the receipt of a batch's oldest record to the upstream's acknowledgement", null, new InstrumentAdvice<double> { HistogramBucketBoundaries = SecondsToCity });
    }

    /// <summary>The meter, for listeners that look at this gateway only.</summary>
    public Meter Meter { get; }

    /// <summary>Counts a publish that was acknowledged, by the time that it took.</summary>
    public void Acknowledged(TimeSpan took) => _toDisk.Record(took.TotalSeconds, Mqtt, new KeyValuePair<string, object?>("messaging.operation.name", "store"));

    /// <summary>Counts a batch that the upstream acknowledged, by the age of its first record. A clock that was set back in between gives no age.</summary>
    /// <param name="receivedUtcNanoseconds">When the record was received.</param>
    public void Delivered(long receivedUtcNanoseconds)
    {
        double seconds = (Utc.Nanoseconds(_time) - receivedUtcNanoseconds) / 1e9;
        if (seconds >= 0)
        {
            _toCity.Record(seconds);
        }
    }

    /// <summary>Begins to show a gateway's counts.</summary>
    /// <param name="snapshot">The counts.</param>
    /// <param name="ages">How long the oldest record of each class has waited; classes where none waits are absent.</param>
    public void Show(Func<GatewayStatistics> snapshot, Func<IEnumerable<(RecordClass Class, TimeSpan Age)>> ages)
    {
        _snapshot = snapshot;
        Meter.CreateObservableGauge("edgeai.gateway.spool.oldest.age", () => ages().Select(lane => new Measurement<double>(lane.Age.TotalSeconds, TagOf(lane.Class))), "s", "Since the oldest waiting record was received, by class");
        ShowBroker();
        ShowSpool();
        ShowUplink();
        ShowIdentity();
        ShowOthers();
    }

    public void Dispose() => Meter.Dispose();

    private void ShowBroker()
    {
        Count("messaging.client.consumed.messages", "{message}", "Publishes acknowledged to devices; all of them are on disk", now => now.Broker.Acknowledged, Mqtt, new("messaging.operation.name", "store"));
        Gauge("edgeai.gateway.connections", "{connection}", "Connections of devices open now", now => now.Broker.Connections);
        Count("edgeai.gateway.connects", "{connection}", "Connections taken", now => now.Broker.Connects);
        Counts("edgeai.gateway.connections.ended", "{connection}", "Connections refused or ended, by reason", now => now.Broker.EndedBy.Select(end => (end.Key.ToString(), end.Value)));
        Counts("edgeai.gateway.publishes.refused", "{message}", "Publishes refused, by reason", now => now.Broker.RefusedBy.Select(refusal => (refusal.Key.ToString(), refusal.Value)));
        Gauge("edgeai.gateway.publishes.in_flight", "{message}", "Publishes taken and not answered yet", now => now.Broker.InFlight);
        Count("edgeai.gateway.connections.throttled", "{occurrence}", "Times that a connection was not read for a while", now => now.Broker.Throttled);
        Gauge("edgeai.gateway.subscriptions", "{subscription}", "Subscriptions held now", now => now.Broker.Subscriptions);
        Count("edgeai.gateway.live.messages", "{message}", "Messages written to local subscribers", now => now.Broker.Delivered);
        Count("edgeai.gateway.live.dropped", "{message}", "Messages to local subscribers that were dropped: the reader was slow", now => now.Broker.Dropped);
    }

    private void ShowSpool()
    {
        PerClass("edgeai.gateway.spool.records", "{record}", "Records that wait, by class", lane => lane.Records);
        PerClass("edgeai.gateway.spool.size", "By", "Bytes of the records that wait, by class", lane => lane.Bytes);
        PerClass("edgeai.gateway.spool.lost", "{record}", "Records declared lost over the spool's whole life, by class", lane => lane.DeclaredLost);
        Count("edgeai.gateway.spool.stored", "{record}", "Records stored", now => now.Spool.RecordsStored);
        Gauge("edgeai.gateway.spool.file.size", "By", "Bytes of the database pages in use", now => now.Spool.Bytes);
        Count("edgeai.gateway.spool.commits", "{transaction}", "Transactions that reached the disk", now => now.Spool.Commits);
        Count("edgeai.gateway.spool.commits.failed", "{transaction}", "Transactions that failed and were rolled back", now => now.Spool.FailedCommits);
        Gauge("edgeai.gateway.spool.quarantined", "{record}", "Records set aside over the spool's whole life", now => now.Spool.Quarantined);
    }

    private void ShowUplink()
    {
        Count("messaging.client.sent.messages", "{message}", "Publishes sent to the upstream, repeated ones included", now => now.Uplink.Sent, Mqtt, new("messaging.operation.name", "publish"));
        Gauge("edgeai.gateway.uplink.connected", "1", "1 while an upstream has accepted the connection", now => now.Uplink.Connected ? 1 : 0);
        Gauge("edgeai.gateway.uplink.held", "1", "1 while records wait behind one that is longer than the upstream takes", now => now.Uplink.Held.Length > 0 ? 1 : 0);
        Gauge("edgeai.gateway.uplink.refusing", "1", "1 while the upstream refuses what it is sent, 0x10 included", now => now.Uplink.Refusal.Length > 0 ? 1 : 0);
        Gauge("edgeai.gateway.uplink.in_flight", "{message}", "Batches on their way", now => now.Uplink.InFlight);
        Count("edgeai.gateway.uplink.acknowledged", "{message}", "Batches that the upstream acknowledged", now => now.Uplink.Acknowledged);
        Count("edgeai.gateway.uplink.acknowledged.records", "{record}", "Records that the upstream acknowledged", now => now.Uplink.AcknowledgedRecords);
        Gauge("edgeai.gateway.uplink.unreceipted", "{record}", "Records that an upstream acknowledged and no receipt of the city names: they wait in the spool", now => now.Uplink.Receipts?.Unreceipted ?? 0);
        Count("edgeai.gateway.uplink.receipts", "{receipt}", "Receipts of the city", now => now.Uplink.Receipts?.Received ?? 0);
        Count("edgeai.gateway.uplink.receipts.batches", "{batch}", "Batches in them by which records left the spool", now => now.Uplink.Receipts?.Batches ?? 0);
        Count("edgeai.gateway.uplink.receipts.passed_over", "{batch}", "Batches in them that were cut otherwise when they were sent again, or known to be there", now => now.Uplink.Receipts?.PassedOver ?? 0);
        Counts("edgeai.gateway.uplink.receipts.rejected", "{receipt}", "What came on the receipts' topic and changed nothing, by reason", now => Enum.GetValues<ReceiptFault>().Select(fault => (fault.ToString(), now.Uplink.Receipts?.Rejected.GetValueOrDefault(fault) ?? 0)));
        Count("edgeai.gateway.uplink.sent_again", "{batch}", "Stretches sent again for want of a receipt", now => now.Uplink.Receipts?.SentAgain ?? 0);
        Count("edgeai.gateway.uplink.resent", "{message}", "Batches sent again", now => now.Uplink.Resent);
        Count("edgeai.gateway.uplink.refused", "{message}", "Batches that the upstream refused, 0x10 included", now => now.Uplink.Refused);
        Count("edgeai.gateway.uplink.sent.size", "By", "Bytes sent to the upstream: payloads, topics and headers", now => now.Uplink.SentBytes);
        Count("edgeai.gateway.uplink.connections", "{connection}", "Connections that an upstream accepted", now => now.Uplink.Connections);
        Count("edgeai.gateway.uplink.connections.failed", "{connection}", "Attempts to connect to an upstream that failed", now => now.Uplink.FailedConnections);
        Count("edgeai.gateway.uplink.switches", "{occurrence}", "Times that the upstream in use changed", now => now.Uplink.Switches);
    }

    private void ShowIdentity()
    {
        Meter.CreateObservableCounter(
            "edgeai.gateway.tls.handshakes",
            () => Now().Identity is { } identity
                ? [new Measurement<long>(identity.Accepted, new KeyValuePair<string, object?>("outcome", "accepted")), new Measurement<long>(identity.Refused, new KeyValuePair<string, object?>("outcome", "refused"))]
                : Array.Empty<Measurement<long>>(),
            "{handshake}",
            "TLS handshakes of devices, by outcome");
        Meter.CreateObservableGauge(
            "edgeai.gateway.certificate.remaining",
            () => Now().Identity?.ServerExpires is { } expires ? [new Measurement<double>((expires - _time.GetUtcNow()).TotalSeconds)] : Array.Empty<Measurement<double>>(),
            "s",
            "Until the server's certificate expires");
    }

    private void ShowOthers()
    {
        Gauge("edgeai.gateway.policy.revision", "1", "The revision of the policy in force; 0 for none", now => now.Policy.Revision);
        Count("edgeai.gateway.policy.withheld", "{record}", "Frames that the policy did not let into the spool as they were", now => now.Policy.Withheld);
        Gauge("edgeai.gateway.sparkplug.online", "1", "1 while the edge node's birth is told", now => now.Sparkplug is { Online: true } ? 1 : 0);
        Gauge("edgeai.gateway.downlink.connected", "1", "1 while the connection for commands stands", now => now.Downlink is { Connected: true } ? 1 : 0);
        Gauge("edgeai.gateway.downlink.waiting", "{command}", "Commands that have not ended", now => now.Downlink?.Waiting ?? 0);
    }

    private void Count(string name, string unit, string description, Func<GatewayStatistics, long> value, params KeyValuePair<string, object?>[] tags)
        => Meter.CreateObservableCounter(name, () => new Measurement<long>(value(Now()), tags), unit, description);

    private void Gauge(string name, string unit, string description, Func<GatewayStatistics, long> value)
        => Meter.CreateObservableGauge(name, () => value(Now()), unit, description);

    private void Counts(string name, string unit, string description, Func<GatewayStatistics, IEnumerable<(string Reason, long Count)>> values)
        => Meter.CreateObservableCounter(name, () => values(Now()).Select(pair => new Measurement<long>(pair.Count, new KeyValuePair<string, object?>("reason", pair.Reason))), unit, description);

    private void PerClass(string name, string unit, string description, Func<LaneStatistics, long> value)
        => Meter.CreateObservableGauge(name, () => Now().Spool.Lanes.Select(lane => new Measurement<long>(value(lane), TagOf(lane.Class))), unit, description);

    private static KeyValuePair<string, object?> TagOf(RecordClass recordClass) => new("class", recordClass.ToString());

    private GatewayStatistics Now()
    {
        lock (_lock)
        {
            long now = _time.GetTimestamp();
            if (_read is null || _time.GetElapsedTime(_readAt, now) > Moment)
            {
                _read = _snapshot!();
                _readAt = now;
            }

            return _read;
        }
    }
}
