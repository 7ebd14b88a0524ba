using EdgeAI.Gateway.Audit;
using EdgeAI.Gateway.Spool;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace EdgeAI.Gateway.Operation;

/// <summary>What watches a running gateway: the pulse, the log of what the counts tell, metrics and the loopback HTTP port.</summary>
internal sealed partial class OperationHost : IAsyncDisposable
{
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(5);

    private readonly GatewayOptions _options;
    private readonly Func<GatewayStatistics> _snapshot;
    private readonly string _listening;
    private readonly ILogger _lines;
    private readonly GatewayLog _log;
    private readonly SpoolAudit? _audit;
    private readonly long _began;
    private readonly Lock _lock = new();
    private readonly MeterProvider? _meters;
    private readonly OperationServer? _server;
    private readonly OldestRecords? _oldest;
    private readonly ITimer _timer;
    private volatile bool _stopping;
    private volatile string _problem = "";
    private int _looking;

    private OperationHost(GatewayOptions options, GatewayMeter meter, RecordSpool spool, Func<GatewayStatistics> snapshot, string listening)
    {
        _options = options;
        _snapshot = snapshot;
        _listening = listening;
        _began = options.Time.GetTimestamp();
        Pulse = new GatewayPulse(options.Time, options.Operation.StallAfter, options.Operation.LogPeriod);
        _lines = options.Logging.CreateLogger(GatewayMeter.Name);
        _log = new GatewayLog(_lines, options.Operation.LogPeriod);
        _audit = options.Trail is { } trail ? new SpoolAudit(trail) : null;
        OperationOptions operation = options.Operation;
        if (operation.HttpPort is not null || operation.OtlpEndpoint is not null)
        {
            _oldest = new OldestRecords(spool, options.Time);
            meter.Show(snapshot, _oldest.Ages);
            _meters = Export(options, meter);
        }

        if (operation.HttpPort is { } port)
        {
            _server = new OperationServer(port, _meters!, () => HealthReport.Live(options.Id, Pulse), Ready);
        }

        _timer = options.Time.CreateTimer(static state => ((OperationHost)state!).Look(), this, TimeSpan.Zero, operation.PulsePeriod);
    }

    /// <summary>Whether the gateway makes progress.</summary>
    public GatewayPulse Pulse { get; }

    /// <summary>The TCP port of metrics and health; nothing where there is none.</summary>
    public int? HttpPort => _server?.Port;

    /// <summary>Begins to watch.</summary>
    /// <exception cref="GatewayException">The HTTP port cannot be used.</exception>
    public static async Task<OperationHost> StartAsync(GatewayOptions options, GatewayMeter meter, RecordSpool spool, Func<GatewayStatistics> snapshot, string listening)
    {
        OperationHost host = new(options, meter, spool, snapshot, listening);
        try
        {
            await (host._server?.StartAsync() ?? Task.CompletedTask).ConfigureAwait(false);
            return host;
        }
        catch
        {
            await host.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>From now on the gateway is not ready.</summary>
    public void BeginStop() => _stopping = true;

    public async ValueTask DisposeAsync()
    {
        try
        {
            await _timer.DisposeAsync().AsTask().WaitAsync(StopLimit).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // A look that hangs: what it looks at is ended all the same, and the spool above all.
        }

        if (_server is not null)
        {
            await _server.DisposeAsync().ConfigureAwait(false);
        }

        lock (_lock)
        {
            _log.Flush();
        }

        _meters?.Dispose();
        _oldest?.Dispose();
    }

    private static MeterProvider Export(GatewayOptions options, GatewayMeter meter)
    {
        MeterProviderBuilder builder = Sdk.CreateMeterProviderBuilder()
            .SetResourceBuilder(ResourceBuilder.CreateDefault().AddService("edgeai-gateway", "edgeai", serviceInstanceId: options.Id))
            .AddMeter(GatewayMeter.Name)

            // Meters are found by name; another gateway in this process has one of the same.
            .AddView(instrument => ReferenceEquals(instrument.Meter, meter.Meter) ? null : MetricStreamConfiguration.Drop);
        if (options.Operation.HttpPort is not null)
        {
            builder.AddPrometheusExporter();
        }

        if (options.Operation.OtlpEndpoint is { } endpoint)
        {
            builder.AddOtlpExporter((exporter, reader) =>
            {
                exporter.Endpoint = endpoint;
                exporter.Protocol = OtlpExportProtocol.Grpc;
                reader.PeriodicExportingMetricReaderOptions.ExportIntervalMilliseconds = (int)options.Operation.OtlpPeriod.TotalMilliseconds;
            });
        }

        return builder.Build();
    }

    private HealthReport Ready()
    {
        try
        {
            return HealthReport.Ready(_options.Id, _snapshot(), Pulse, _listening, _stopping, FreeBytes(), _problem);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            return HealthReport.Unreadable(_options.Id, Pulse, _stopping, Words(exception));
        }
    }

    private long? FreeBytes()
    {
        try
        {
            return new DriveInfo(Path.GetFullPath(_options.SpoolFolder)).AvailableFreeSpace;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }

    // On the pool, where nobody catches: what is thrown here would end the process and with it the record path.
    private void Look()
    {
        // One at a time: where one hangs, the others would only gather behind it. That it hangs, the pulse tells by its age.
        if (Interlocked.Exchange(ref _looking, 1) != 0)
        {
            return;
        }

        string problem = "";
        try
        {
            GatewayStatistics statistics = _snapshot();
            Pulse.Observe(statistics);
            lock (_lock)
            {
                _audit?.Observe(statistics.Spool);
                _log.Observe(statistics, Pulse.Stalled, _options.Time.GetElapsedTime(_began));
            }
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            problem = Words(exception);
        }

        if (problem.Length > 0 && problem != _problem)
        {
            LogBlind(_lines, problem);
        }

        _problem = problem;
        Volatile.Write(ref _looking, 0);
    }

    private static string Words(Exception exception) => exception.Message.ReplaceLineEndings(" ");

    [LoggerMessage(EventId = 233, Level = LogLevel.Error, Message = "the gateway cannot read its own counts: {Reason}")]
    private static partial void LogBlind(ILogger log, string reason);
}
