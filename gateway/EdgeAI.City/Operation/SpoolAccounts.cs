using EdgeAI.City.Admission;
using EdgeAI.City.Receiving;
using EdgeAI.City.Storage;
using Npgsql;

namespace EdgeAI.City.Operation;

/// <summary>Accounts for the spools that a receiver saw since the last time: brings their holes in the table up to date, and remembers what each lacks.</summary>
internal sealed class SpoolAccounts(CityDatabase database, TimeProvider time)
{
    private readonly Dictionary<(string Gateway, long Epoch), (SpoolReport Report, DateTimeOffset Seen)> _reports = [];
    private readonly Dictionary<(string Gateway, long Epoch), SpoolVerdict> _verdicts = [];
    private readonly Lock _lock = new();
    private volatile IReadOnlyList<QuarantinedGateway> _quarantined = [];

    /// <summary>The gateways in quarantine, as of the last account.</summary>
    public IReadOnlyList<QuarantinedGateway> Quarantined => _quarantined;

    /// <summary>The last account of a spool; nothing before the first.</summary>
    public SpoolReport? Find(string gateway, long epoch)
    {
        lock (_lock)
        {
            return _reports.TryGetValue((gateway, epoch), out var found) ? found.Report : null;
        }
    }

    /// <summary>What the last verification said of a spool; nothing where there was none.</summary>
    public SpoolVerdict? VerdictOf(string gateway, long epoch)
    {
        lock (_lock)
        {
            return _verdicts.GetValueOrDefault((gateway, epoch));
        }
    }

    /// <summary>Accounts for those that changed, and for those that lack something. One that cannot be accounted for holds up no other.</summary>
    /// <exception cref="CityException">Some could not be; the message names the first.</exception>
    public async Task BringUpToDateAsync(IReadOnlyList<GatewaySight> seen, CancellationToken cancellation)
    {
        await using NpgsqlConnection connection = await database.ConnectAsync(cancellation).ConfigureAwait(false);

        // An account that a crash takes is made again from the records: no sync of the disk is waited for, which the receivers need.
        await connection.RunAsync("SET synchronous_commit = off", cancellation).ConfigureAwait(false);
        _quarantined = await Quarantine.ListAsync(connection, cancellation).ConfigureAwait(false);
        await ReadVerdictsAsync(connection, cancellation).ConfigureAwait(false);
        string? failed = null;
        foreach (GatewaySight spool in seen.Where(IsDue).ToArray())
        {
            try
            {
                SpoolReport report = await SpoolTable.AccountAsync(connection, spool.Gateway, spool.Epoch, cancellation).ConfigureAwait(false);
                lock (_lock)
                {
                    _reports[(spool.Gateway, spool.Epoch)] = (report, spool.Seen);
                }
            }
            catch (PostgresException exception)
            {
                failed ??= $"the account of {spool.Gateway}, epoch {spool.Epoch}, cannot be brought up to date ({exception.MessageText}): look at its rows in the tables spool and hole";
            }
        }

        if (failed is not null)
        {
            throw new CityException(failed);
        }
    }

    /// <summary>What of a report is missing for longer than lanes may be apart: a minute.</summary>
    public long MissingForLong(SpoolReport report)
    {
        DateTimeOffset before = time.GetUtcNow() - TimeSpan.FromMinutes(1);
        return SpoolReport.CountOf(report.Gaps.Where(gap => gap.Noticed < before));
    }

    private async Task ReadVerdictsAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using NpgsqlCommand command = NpgsqlCommands.Make(connection, "SELECT gateway, epoch, complete, at FROM verification");
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
        while (await reader.ReadAsync(cancellation).ConfigureAwait(false))
        {
            lock (_lock)
            {
                _verdicts[(reader.GetString(0), reader.GetInt64(1))] = new SpoolVerdict(reader.GetBoolean(2), new DateTimeOffset(reader.GetDateTime(3)));
            }
        }
    }

    private bool IsDue(GatewaySight spool)
    {
        lock (_lock)
        {
            return !_reports.TryGetValue((spool.Gateway, spool.Epoch), out var last) || last.Seen < spool.Seen || last.Report.Gaps.Count > 0;
        }
    }
}
