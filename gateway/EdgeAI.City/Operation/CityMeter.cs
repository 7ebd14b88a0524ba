using System.Diagnostics.Metrics;

namespace EdgeAI.City.Operation;

/// <summary>The receiver's instruments; they read what the status page shows.</summary>
internal sealed class CityMeter : IDisposable
{
    /// <summary>The meter's name.</summary>
    public const string Name = "EdgeAI.City";

    // One collection reads every instrument: they show the same moment.
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(50);

    private readonly Func<CityStatus> _status;
    private readonly TimeProvider _time;
    private readonly Lock _lock = new();
    private CityStatus? _read;
    private long _readAt;

    /// <summary>Makes the instruments.</summary>
    /// <param name="status">What is now.</param>
    /// <param name="time">The clock.</param>
    public CityMeter(Func<CityStatus> status, TimeProvider time)
    {
        _status = status;
        _time = time;
        Meter = new Meter(new MeterOptions(Name) { Version = typeof(CityMeter).Assembly.GetName().Version?.ToString(3) });
        Meter.CreateObservableCounter("edgeai.city.records.added", () => Now().Added, "{record}", "Records added to the table");
        Meter.CreateObservableCounter("edgeai.city.records.duplicate", () => Now().DuplicatesRemoved, "{record}", "Records that came and were in the table already");
        Meter.CreateObservableCounter("edgeai.city.records.conflicting", () => Now().Conflicts, "{record}", "Records under the name of another, set aside");
        Meter.CreateObservableCounter("edgeai.city.messages.refused", () => Now().Refused, "{message}", "Messages that could not be stored as records, set aside");
        Meter.CreateObservableCounter("edgeai.city.messages.quarantined", () => Now().Quarantined, "{message}", "Messages of gateways in quarantine, kept until their gateway is released");
        Meter.CreateObservableGauge("edgeai.city.gateways.quarantined", () => Now().InQuarantine.Count, "{gateway}", "Gateways in quarantine");
        Meter.CreateObservableGauge("edgeai.city.messages.in_flight", () => Now().InFlight, "{message}", "Messages that came and are not acknowledged yet");
        Meter.CreateObservableCounter("edgeai.city.commits", () => Now().Commits, "{transaction}", "Transactions committed");
        Meter.CreateObservableCounter("edgeai.city.commits.failed", () => Now().FailedCommits, "{transaction}", "Transactions that failed and are tried again");
        Meter.CreateObservableCounter("edgeai.city.receipts", () => Now().ReceiptsSent, "{receipt}", "Receipts that the broker has");
        Meter.CreateObservableGauge("edgeai.city.source.connected", () => Now().Source.Length > 0 ? 1 : 0, "1", "1 while a broker delivers");
        Meter.CreateObservableGauge("edgeai.city.gateways.alive", () => Now().GatewaysAlive, "{gateway}", "Gateways of which something came within the last minute");
        Meter.CreateObservableGauge("edgeai.city.lag", () => Now().LagSeconds, "s", "Now minus the newest receipt, the longest of the gateways that are alive");
        Meter.CreateObservableGauge("edgeai.city.records.missing", () => Now().Missing, "{record}", "Records neither there nor declared lost for more than a minute, of the spools that this receiver saw");
        Meter.CreateObservableGauge("edgeai.city.spools.not_complete", () => Now().NotComplete, "{spool}", "Spools that this receiver saw whose last verification said that they are not complete");
    }

    /// <summary>The meter, for listeners that look at this receiver only.</summary>
    public Meter Meter { get; }

    public void Dispose() => Meter.Dispose();

    private CityStatus Now()
    {
        lock (_lock)
        {
            long now = _time.GetTimestamp();
            if (_read is null || _time.GetElapsedTime(_readAt, now) > Moment)
            {
                (_read, _readAt) = (_status(), now);
            }

            return _read;
        }
    }
}
