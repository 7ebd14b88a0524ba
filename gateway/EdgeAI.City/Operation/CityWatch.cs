using EdgeAI.City.Receiving;
using EdgeAI.City.Storage;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace EdgeAI.City.Operation;

/// <summary>What watches a running receiver: its accounts, its log of what the counts tell, metrics and the status page.</summary>
internal sealed partial class CityWatch : IAsyncDisposable
{
    private static readonly TimeSpan Alive = TimeSpan.FromMinutes(1);

    private readonly ReceiveOptions _options;
    private readonly Receiver _receiver;
    private readonly ILogger _log;
    private readonly SpoolAccounts _accounts;
    private readonly CancellationTokenSource _end = new();
    private readonly CityMeter _meter;
    private readonly MeterProvider? _meters;
    private readonly StatusServer? _server;
    private Task _watching = Task.CompletedTask;
    private volatile string _accountProblem = "";
    private double _recordsPerSecond;

    private CityWatch(ReceiveOptions options, Receiver receiver, CityDatabase database, ILogger log)
    {
        _options = options;
        _receiver = receiver;
        _log = log;
        _accounts = new SpoolAccounts(database, options.Receiving.Time);
        _meter = new CityMeter(Status, options.Receiving.Time);
        if (options.HttpPort is not null || options.OtlpEndpoint is not null)
        {
            _meters = Export(options);
        }

        if (options.HttpPort is { } port)
        {
            _server = new StatusServer(port, _meters!, Status);
        }
    }

    /// <summary>The status page's port; nothing where there is none.</summary>
    public int? HttpPort => _server?.Port;

    /// <summary>Begins to watch.</summary>
    /// <exception cref="CityException">The HTTP port cannot be used.</exception>
    public static async Task<CityWatch> StartAsync(ReceiveOptions options, Receiver receiver, CityDatabase database, ILogger log)
    {
        CityWatch watch = new(options, receiver, database, log);
        try
        {
            await (watch._server?.StartAsync() ?? Task.CompletedTask).ConfigureAwait(false);
            watch._watching = Task.Run(watch.WatchAsync);
            return watch;
        }
        catch
        {
            await watch.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>The counts as one line for people.</summary>
    public static string Describe(ReceiverStatistics now)
        => $"{(now.Source.Length > 0 ? $"connected to {now.Source}" : "not connected")}; {now.Added} records added, {now.Duplicates} duplicates, {now.Conflicts} conflicts, {now.Refused} messages refused, {now.Quarantined} in quarantine; "
            + $"{now.Gateways.Count} spools, {now.Receipts} receipts" + (now.LastError.Length > 0 ? $"; {now.LastError}" : "");

    /// <summary>What is now.</summary>
    public CityStatus Status()
    {
        ReceiverStatistics now = _receiver.Snapshot();
        DateTimeOffset at = _options.Receiving.Time.GetUtcNow();
        GatewayStatus[] gateways = [.. now.Gateways.Select(spool => StatusOf(spool, at))];
        GatewayStatus[] alive = [.. gateways.Where(static gateway => gateway.SilentSeconds <= Alive.TotalSeconds)];
        return new CityStatus
        {
            Receiver = _options.Name,
            At = at,
            Source = now.Source,
            Problem = string.Join("; ", new[] { now.LastError, _accountProblem }.Where(static text => text.Length > 0)),
            RecordsPerSecond = Volatile.Read(ref _recordsPerSecond),
            Added = now.Added,
            DuplicatesRemoved = now.Duplicates,
            Conflicts = now.Conflicts,
            Refused = now.Refused,
            Quarantined = now.Quarantined,
            ReceiptsSent = now.Receipts,
            InFlight = now.Arrived - now.Acknowledged,
            Commits = now.Commits,
            FailedCommits = now.FailedCommits,
            GatewaysAlive = alive.Length,
            LagSeconds = alive.Select(static gateway => gateway.LagSeconds).DefaultIfEmpty().Max(),
            Missing = SpoolReport.Limited(gateways.Sum(static gateway => (decimal)gateway.Missing)),
            NotComplete = gateways.Count(static gateway => gateway.Verification is { Complete: false }),
            InQuarantine = _accounts.Quarantined,
            Gateways = gateways,
        };
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync().ConfigureAwait(false);
        await _watching.ConfigureAwait(false);
        if (_server is not null)
        {
            await _server.DisposeAsync().ConfigureAwait(false);
        }

        _meters?.Dispose();
        _meter.Dispose();
        _end.Dispose();
    }

    private GatewayStatus StatusOf(GatewaySight spool, DateTimeOffset at)
    {
        SpoolReport? report = _accounts.Find(spool.Gateway, spool.Epoch);
        double now = (at - DateTimeOffset.UnixEpoch).TotalSeconds;
        return new GatewayStatus(
            spool.Site,
            spool.Gateway,
            $"{spool.Epoch}",
            now - (spool.Newest / 1e9),
            (at - spool.Seen).TotalSeconds,
            report?.Reached ?? 0,
            report is null ? 0 : _accounts.MissingForLong(report),
            report?.DeclaredLost ?? 0,
            _accounts.VerdictOf(spool.Gateway, spool.Epoch));
    }

    private MeterProvider Export(ReceiveOptions options)
    {
        MeterProviderBuilder builder = Sdk.CreateMeterProviderBuilder()
            .SetResourceBuilder(ResourceBuilder.CreateDefault().AddService("edgeai-city", "edgeai", serviceInstanceId: options.Name))
            .AddMeter(CityMeter.Name)

            // Meters are found by name; another receiver in this process has one of the same.
            .AddView(instrument => ReferenceEquals(instrument.Meter, _meter.Meter) ? null : MetricStreamConfiguration.Drop);
        if (options.HttpPort is not null)
        {
            builder.AddPrometheusExporter();
        }

        if (options.OtlpEndpoint is { } endpoint)
        {
            builder.AddOtlpExporter((exporter, _) => (exporter.Endpoint, exporter.Protocol) = (endpoint, OtlpExportProtocol.Grpc));
        }

        return builder.Build();
    }

    private async Task WatchAsync()
    {
        TimeProvider time = _options.Receiving.Time;
        string told = "";
        string problem = "";
        long records = 0;
        long takenAt = time.GetTimestamp();
        using PeriodicTimer timer = new(_options.Period, time);
        try
        {
            while (await timer.WaitForNextTickAsync(_end.Token).ConfigureAwait(false))
            {
                ReceiverStatistics now = _receiver.Snapshot();
                long timestamp = time.GetTimestamp();
                Volatile.Write(ref _recordsPerSecond, (now.Added + now.Duplicates - records) / time.GetElapsedTime(takenAt, timestamp).TotalSeconds);
                (records, takenAt) = (now.Added + now.Duplicates, timestamp);
                await AccountAsync(now).ConfigureAwait(false);
                string line = Describe(now);
                if (now.LastError != problem && now.LastError.Length > 0)
                {
                    LogProblem(_log, now.LastError);
                }
                else if (line != told)
                {
                    LogReport(_log, line);
                }

                (told, problem) = (line, now.LastError);
            }
        }
        catch (OperationCanceledException)
        {
            // The ordinary end.
        }
    }

    private async Task AccountAsync(ReceiverStatistics now)
    {
        try
        {
            await _accounts.BringUpToDateAsync(now.Gateways, _end.Token).ConfigureAwait(false);
            _accountProblem = "";
        }
        catch (Exception exception) when (exception is not (OutOfMemoryException or OperationCanceledException))
        {
            _accountProblem = $"gaps are not up to date: {ErrorLine.Of(exception)}";
        }
    }

    [LoggerMessage(EventId = 11, Level = LogLevel.Information, Message = "{Report}")]
    private static partial void LogReport(ILogger log, string report);

    [LoggerMessage(EventId = 12, Level = LogLevel.Warning, Message = "{Problem}")]
    private static partial void LogProblem(ILogger log, string problem);
}
