using EdgeAI.Gateway.Spool;
using EdgeAI.Gateway.Uplinks;
using Microsoft.Extensions.Logging;

namespace EdgeAI.Gateway.Operation;

/// <summary>A gateway as a program of its own: its log, what systemd hears of it, and its orderly end.</summary>
internal static partial class GatewayService
{
    private const int NotDrained = 3;

    private static readonly TimeSpan ReportPeriod = TimeSpan.FromSeconds(5);

    /// <summary>Runs a gateway until it is cancelled; the exit code.</summary>
    /// <exception cref="GatewayException">It cannot be started; the message is one line with the mend.</exception>
    public static async Task<int> RunAsync(GatewayOptions options, LogFormat format, TimeSpan drain, TextWriter output, CancellationToken cancellation)
    {
        // System.CommandLine listens for SIGTERM from the first await on: before the gateway starts, or one that comes early ends it without order.
        await Task.Yield();
        using LineLoggerProvider lines = new(output, format, options.Time);
        using LoggerFactory logging = new([lines]);
        ILogger log = logging.CreateLogger(GatewayMeter.Name);
        await using GatewayHost host = await GatewayHost.StartAsync(options with { Logging = logging }).ConfigureAwait(false);
        LogStarted(
            log,
            host.Identity.Gateway,
            host.Identity.Epoch,
            string.Join(", ", options.Listeners.Select(listener => listener.Address).Prepend(options.Host).Zip(host.Ports, (address, port) => $"{address}:{port}")),
            options.SpoolFolder,
            options.Uplink.Upstreams is { IsEmpty: false } upstreams ? string.Join(", ", upstreams) : "none",
            host.HttpPort is { } http ? $"127.0.0.1:{http}" : "none");
        new ConfigurationLog(logging, host.Trail).TellDifference(options);
        using ServiceWatch service = ServiceWatch.OfThisProcess(() => host.Progresses, options.Time);
        service.Ready();
        await ReportAsync(host, options, log, cancellation).ConfigureAwait(false);

        service.Stopping();
        LogStopping(log, drain.TotalSeconds);
        bool drained = await host.StopAsync(drain).ConfigureAwait(false);
        LogStopped(log, drained ? "" : $"not all was taken within {drain.TotalSeconds:0} s, the rest waits in the spool; ", Describe(host));
        return drained ? 0 : NotDrained;
    }

    private static async Task ReportAsync(GatewayHost host, GatewayOptions options, ILogger log, CancellationToken cancellation)
    {
        try
        {
            using PeriodicTimer timer = new(ReportPeriod, options.Time);
            string reported = "";
            while (await timer.WaitForNextTickAsync(cancellation).ConfigureAwait(false))
            {
                string now = Describe(host);
                if (now != reported)
                {
                    LogReport(log, now);
                    reported = now;
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Ctrl-C or SIGTERM: the ordinary end.
        }
    }

    // What a line says must never be why a gateway ends.
    private static string Describe(GatewayHost host)
    {
        try
        {
            return Describe(host.Snapshot());
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            return $"the counts cannot be read: {exception.Message.ReplaceLineEndings(" ")}";
        }
    }

    private static string Describe(GatewayStatistics statistics)
    {
        UplinkStatistics uplink = statistics.Uplink;
        string errors = string.Join("; ", new[] { statistics.Spool.LastError, uplink.Connected ? "" : uplink.LastError }.Where(text => text.Length > 0));
        return $"{statistics.Broker.Connections} connections, {statistics.Broker.Acknowledged} acknowledged, {statistics.Broker.Refused} refused; "
            + $"spool {statistics.Spool.Depth} records, {statistics.Spool.Bytes >> 10} KiB, {statistics.Spool.Quarantined} set aside{(statistics.Spool.Condition == SpoolCondition.Sound ? "" : $", {statistics.Spool.Condition}: {statistics.Spool.Lost} lost")}; "
            + $"uplink {(uplink.Connected ? "connected" : "not connected")}, {uplink.InFlight} batches on their way, {uplink.Resent} resent, {uplink.Refused} refused"
            + (errors.Length > 0 ? $"; {errors}" : "");
    }

    [LoggerMessage(EventId = 1, Level = LogLevel.Information, Message = "gateway {Gateway}, epoch {Epoch}: listening on {Listening}, spool in {Spool}, upstream {Upstream}, metrics and health {Http}")]
    private static partial void LogStarted(ILogger log, string gateway, long epoch, string listening, string spool, string upstream, string http);

    [LoggerMessage(EventId = 2, Level = LogLevel.Information, Message = "{Report}")]
    private static partial void LogReport(ILogger log, string report);

    [LoggerMessage(EventId = 3, Level = LogLevel.Information, Message = "stopping: no further publishes; the upstream has {Seconds:0} s for what waits")]
    private static partial void LogStopping(ILogger log, double seconds);

    [LoggerMessage(EventId = 4, Level = LogLevel.Information, Message = "stopped; {Undrained}{Report}")]
    private static partial void LogStopped(ILogger log, string undrained, string report);
}
