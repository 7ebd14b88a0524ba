using EdgeAI.City.Operation;
using EdgeAI.City.Storage;
using Microsoft.Extensions.Hosting.Systemd;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace EdgeAI.City.Enrolment;

/// <summary>The enrolment endpoint as a program of its own; it keeps the brokers' revocation list up to date beside it.</summary>
internal static partial class EnrolService
{
    // Brokers refuse everybody once the list is older than it says itself (30 days).
    private static readonly TimeSpan AtLeast = TimeSpan.FromDays(1);

    /// <summary>Runs until it is cancelled.</summary>
    /// <exception cref="CityException">It cannot be started; the message is one line with the mend.</exception>
    public static async Task RunAsync(EnrolOptions options, CancellationToken cancellation)
    {
        // System.CommandLine listens for SIGTERM from the first await on.
        await Task.Yield();
        using ILoggerFactory logging = CityLog.Create(options.Log);
        ILogger log = logging.CreateLogger("EdgeAI.City");
        using CityAuthority authority = CityAuthority.Open(options.AuthorityFolder, options.Time);
        await using CityDatabase database = CityDatabase.Of(options.Database);
        await using (NpgsqlConnection connection = await database.ConnectAsync(cancellation).ConfigureAwait(false))
        {
            await CitySchema.RequireAsync(connection, cancellation).ConfigureAwait(false);
        }

        await using EnrolServer server = new(options, authority, database, log);
        await server.StartAsync().ConfigureAwait(false);
        SystemdNotifier systemd = new();
        systemd.Notify(ServiceState.Ready);
        LogStarted(log, options.Listen.Address, server.Port, authority.Fingerprint, authority.RevocationsFile);
        await KeepRevocationsAsync(options, authority, database, log, cancellation).ConfigureAwait(false);
        systemd.Notify(ServiceState.Stopping);
    }

    private static async Task KeepRevocationsAsync(EnrolOptions options, CityAuthority authority, CityDatabase database, ILogger log, CancellationToken cancellation)
    {
        string written = "never";
        long writtenAt = 0;
        string told = "";
        using PeriodicTimer timer = new(options.Period, options.Time);
        try
        {
            do
            {
                try
                {
                    await using NpgsqlConnection connection = await database.ConnectAsync(cancellation).ConfigureAwait(false);
                    List<(byte[] Serial, DateTimeOffset Revoked)> revoked = await GatewayTable.RevokedAsync(connection, cancellation).ConfigureAwait(false);
                    string serials = string.Join(' ', revoked.Select(static each => Convert.ToHexStringLower(each.Serial)));
                    if (serials != written || options.Time.GetElapsedTime(writtenAt) > AtLeast)
                    {
                        authority.WriteRevocations(revoked);
                        LogWritten(log, revoked.Count, authority.RevocationsFile);
                        (written, writtenAt) = (serials, options.Time.GetTimestamp());
                    }

                    told = "";
                }
                catch (Exception exception) when (exception is CityException or NpgsqlException or TimeoutException)
                {
                    string problem = exception is CityException ? exception.Message : ErrorLine.Of(exception);
                    if (problem != told)
                    {
                        LogNotWritten(log, problem);
                        told = problem;
                    }
                }
            }
            while (await timer.WaitForNextTickAsync(cancellation).ConfigureAwait(false));
        }
        catch (OperationCanceledException)
        {
            // The ordinary end.
        }
    }

    [LoggerMessage(EventId = 24, Level = LogLevel.Information, Message = "enrolment on https://{Address}:{Port}, authority {Fingerprint}, revocation list {File}")]
    private static partial void LogStarted(ILogger log, System.Net.IPAddress address, int port, string fingerprint, string file);

    [LoggerMessage(EventId = 25, Level = LogLevel.Information, Message = "{Revoked} revoked certificates in {File}: brokers read it again when they are told to")]
    private static partial void LogWritten(ILogger log, int revoked, string file);

    [LoggerMessage(EventId = 26, Level = LogLevel.Warning, Message = "the revocation list is not up to date: {Reason}")]
    private static partial void LogNotWritten(ILogger log, string reason);
}
