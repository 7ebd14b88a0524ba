using System.CommandLine;
using EdgeAI.Gateway.Commands;
using EdgeAI.Gateway.Spool;
using EdgeAI.Gateway.Uplinks;
using EdgeAI.Profiles;
using EdgeAI.Records;

namespace EdgeAI.Gateway;

/// <summary>The command line: options in, a running gateway until Ctrl-C. Exit code 0 after a clean stop, 2 when the gateway cannot run.</summary>
internal static class GatewayCommand
{
    // The port that IANA registered for MQTT without TLS.
    private const int MqttPort = 1883;
    private const int CannotRun = 2;

    private static readonly TimeSpan ReportPeriod = TimeSpan.FromSeconds(5);

    /// <summary>Makes the root command.</summary>
    public static RootCommand Create()
    {
        Option<string?> profile = new("--profile") { Description = "A robot's profile, whose gateway this is; the options below go before it" };
        Option<string?> id = new("--id") { Description = "The gateway's id (a-z, 0-9, '-', '_', '.'); gateway if nothing says otherwise" };
        Option<string?> site = new("--site") { Description = "The site's id, the first part of every topic; site if nothing says otherwise" };
        Option<int?> port = new("--port") { Description = "The port to listen on, on loopback; 0 for any free one; 1883 if nothing says otherwise" };
        Option<string?> spool = new("--spool") { Description = "The spool's folder; spool if nothing says otherwise" };
        Option<string?> upstream = new("--upstream") { Description = "The broker that the records go to, as HOST:PORT; without it they wait in the spool" };
        Option<bool> verbose = new("--verbose") { Description = "Show where an error comes from" };
        RootCommand command = new("Takes records from robots over MQTT, acknowledges them once they are on disk, and passes them on to the city") { profile, id, site, port, spool, upstream, verbose };
        command.SetAction(async (result, cancellation) =>
        {
            try
            {
                GatewayOptions options = OptionsOf(result.GetValue(profile));
                options = result.GetValue(id) is { } givenId ? options with { Id = CheckedId("--id", givenId) } : options;
                options = result.GetValue(site) is { } givenSite ? options with { Site = CheckedId("--site", givenSite) } : options;
                options = result.GetValue(port) is { } givenPort ? options with { Port = CheckedPort("--port", givenPort, 0) } : options;
                options = result.GetValue(spool) is { } givenSpool ? options with { SpoolFolder = givenSpool } : options;
                if (result.GetValue(upstream) is { } givenUpstream)
                {
                    (string host, int upstreamPort) = ParseUpstream(givenUpstream);
                    options = options with { UpstreamHost = host, UpstreamPort = upstreamPort };
                }

                await RunAsync(options, result.InvocationConfiguration.Output, cancellation).ConfigureAwait(false);
                return 0;
            }
            catch (Exception exception) when (exception is not OutOfMemoryException)
            {
                await result.InvocationConfiguration.Error.WriteLineAsync(result.GetValue(verbose) ? exception.ToString() : $"EdgeAI.Gateway: {exception.Message.ReplaceLineEndings(" ")}").ConfigureAwait(false);
                return CannotRun;
            }
        });
        command.Subcommands.Add(AuthorityCommand.Create(TimeProvider.System));
        command.Subcommands.Add(EnrollCommand.Create(TimeProvider.System));
        command.Subcommands.Add(RenewCommand.Create(TimeProvider.System));
        command.Subcommands.Add(RevokeCommand.Create(TimeProvider.System));
        command.Subcommands.Add(DevicesCommand.Create(TimeProvider.System));
        return command;
    }

    private static GatewayOptions OptionsOf(string? profilePath)
    {
        if (profilePath is null)
        {
            return new GatewayOptions { Id = "gateway", Site = "site", SpoolFolder = "spool", Port = MqttPort };
        }

        return ProfileLoader.TryLoad(profilePath, out Profile? profile, out IReadOnlyList<ProfileProblem> problems)
            ? GatewayOptions.From(profile)
            : throw new GatewayException(string.Join("; ", problems));
    }

    private static async Task RunAsync(GatewayOptions options, TextWriter output, CancellationToken cancellation)
    {
        await using GatewayHost host = await GatewayHost.StartAsync(options).ConfigureAwait(false);
        output.WriteLine($"gateway {host.Identity.Gateway}, epoch {host.Identity.Epoch}: listening on {options.Host}:{host.Port}, spool in {options.SpoolFolder}, upstream {(options.UpstreamHost is null ? "none" : $"{options.UpstreamHost}:{options.UpstreamPort}")}");
        try
        {
            using PeriodicTimer timer = new(ReportPeriod, options.Time);
            string reported = "";
            while (await timer.WaitForNextTickAsync(cancellation).ConfigureAwait(false))
            {
                string now = Describe(host.Snapshot());
                if (now != reported)
                {
                    output.WriteLine(now);
                    reported = now;
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Ctrl-C: the ordinary end.
        }

        GatewayStatistics last = host.Snapshot();
        await host.StopAsync().ConfigureAwait(false);
        output.WriteLine($"stopped; {Describe(last)}");
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

    private static (string Host, int Port) ParseUpstream(string text)
    {
        int colon = text.LastIndexOf(':');
        if (colon < 0)
        {
            return (text, MqttPort);
        }

        if (colon == 0 || !int.TryParse(text.AsSpan(colon + 1), out int port))
        {
            throw new GatewayException($"--upstream '{text}' is not HOST:PORT: write for example city.example:1883");
        }

        return (text[..colon], CheckedPort("--upstream", port, 1));
    }

    private static string CheckedId(string option, string value)
        => Identifier.IsValid(value.AsSpan())
            ? value
            : throw new GatewayException($"{option} '{value}' is not a valid id: use 1 to {Identifier.MaximumLength} of a-z, 0-9, '-', '_' and '.', beginning with a letter or a digit");

    private static int CheckedPort(string option, int value, int minimum)
        => value >= minimum && value <= ushort.MaxValue ? value : throw new GatewayException($"{option} {value} is not a port: use {minimum} to {ushort.MaxValue}");
}
