using EdgeAI.City.Admission;
using EdgeAI.City.Receiving;
using EdgeAI.City.Storage;
using EdgeAI.Records.Proof;
using Microsoft.Extensions.Hosting.Systemd;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace EdgeAI.City.Operation;

/// <summary>A receiver as a program of its own: its tables, its log, its status page and its orderly end.</summary>
internal static partial class CityService
{
    /// <summary>Runs until it is cancelled.</summary>
    /// <exception cref="CityException">It cannot be started; the message is one line with the mend.</exception>
    public static async Task RunAsync(ReceiveOptions options, CancellationToken cancellation)
    {
        // System.CommandLine listens for SIGTERM from the first await on: before anything is begun, or one that comes early ends it without order.
        await Task.Yield();
        using ILoggerFactory logging = CityLog.Create(options.Log);
        ILogger log = logging.CreateLogger("EdgeAI.City");
        using RecordSigningKey? key = options.KeyFile is { } file ? KeyFile.ReadPrivate(file) : null;
        await using CityDatabase database = CityDatabase.Of(options.Database);
        await PrepareAsync(options, database, log, cancellation).ConfigureAwait(false);
        await using BatchStore store = new(database, options.Receiving.Time, new AdmissionControl(new AdmissionOptions { Receiver = options.Name, EnrolledOnly = options.EnrolledOnly }, options.Receiving.Time));
        Receiver receiver = new(options.Source, store, key is null ? null : new SignedReceipts(key, options.Receiving.Time), options.Receiving);
        await using CityWatch watch = await CityWatch.StartAsync(options, receiver, database, log).ConfigureAwait(false);
        SystemdNotifier systemd = new();
        systemd.Notify(ServiceState.Ready);
        LogStarted(log, options.Name, options.Brokers, database.Name, watch.HttpPort is { } port ? $"127.0.0.1:{port}" : "none", key is null ? "none" : $"signed with key {key.KeyId}");
        await receiver.RunAsync(cancellation).ConfigureAwait(false);
        systemd.Notify(ServiceState.Stopping);
        LogStopped(log, CityWatch.Describe(receiver.Snapshot()));
    }

    /// <summary>Brings the tables to this program's version; waits for a database that is away, as a receiver that runs does.</summary>
    private static async Task PrepareAsync(ReceiveOptions options, CityDatabase database, ILogger log, CancellationToken cancellation)
    {
        Backoff backoff = new(options.Receiving.InitialBackoff, options.Receiving.MaximumBackoff, options.Receiving.Time);
        while (true)
        {
            try
            {
                await using NpgsqlConnection connection = await database.ConnectAsync(cancellation).ConfigureAwait(false);
                if (options.KeepSchema)
                {
                    await CitySchema.RequireAsync(connection, cancellation).ConfigureAwait(false);
                }
                else
                {
                    await CitySchema.ApplyAsync(connection, plain: false, cancellation).ConfigureAwait(false);
                }

                return;
            }
            catch (CityException exception) when (exception.InnerException is NpgsqlException and not PostgresException or PostgresException { IsTransient: true })
            {
                LogWaiting(log, exception.Message);
                await backoff.WaitAsync(cancellation).ConfigureAwait(false);
            }
        }
    }

    [LoggerMessage(EventId = 1, Level = LogLevel.Information, Message = "receiver {Name}: from {Brokers} into {Database}, status {Http}, receipts {Receipts}")]
    private static partial void LogStarted(ILogger log, string name, string brokers, string database, string http, string receipts);

    [LoggerMessage(EventId = 2, Level = LogLevel.Warning, Message = "{Reason}")]
    private static partial void LogWaiting(ILogger log, string reason);

    [LoggerMessage(EventId = 3, Level = LogLevel.Information, Message = "stopped; {Report}")]
    private static partial void LogStopped(ILogger log, string report);
}
