using EdgeAI.City.Receiving;
using EdgeAI.City.Storage;
using Npgsql;

namespace EdgeAI.City.Operation;

/// <summary>Accounts for the spools that a receiver saw since the last time: brings their holes in the table up to date, and remembers what each lacks.</summary>
internal sealed class SpoolAccounts(CityDatabase database, TimeProvider time)
{
    private readonly Dictionary<(string Gateway, long Epoch), (SpoolReport Report, DateTimeOffset Seen)> _reports = [];
    private readonly Lock _lock = new();

    /// <summary>The last account of a spool; nothing before the first.</summary>
    public SpoolReport? Find(string gateway, long epoch)
    {
        lock (_lock)
        {
            return _reports.TryGetValue((gateway, epoch), out var found) ? found.Report : null;
        }
    }

    /// <summary>Accounts for those that changed, and for those that lack something.</summary>
    public async Task BringUpToDateAsync(IReadOnlyList<GatewaySight> seen, CancellationToken cancellation)
    {
        GatewaySight[] due = [.. seen.Where(IsDue)];
        if (due.Length == 0)
        {
            return;
        }

        await using NpgsqlConnection connection = await database.ConnectAsync(cancellation).ConfigureAwait(false);
        foreach (GatewaySight spool in due)
        {
            SpoolReport report = await SpoolTable.AccountAsync(connection, spool.Gateway, spool.Epoch, cancellation).ConfigureAwait(false);
            lock (_lock)
            {
                _reports[(spool.Gateway, spool.Epoch)] = (report, spool.Seen);
            }
        }
    }

    /// <summary>What of a report is missing for longer than lanes may be apart: a minute.</summary>
    public long MissingForLong(SpoolReport report)
    {
        DateTimeOffset before = time.GetUtcNow() - TimeSpan.FromMinutes(1);
        return report.Gaps.Where(gap => gap.Noticed < before).Sum(static gap => gap.Last - gap.First + 1);
    }

    private bool IsDue(GatewaySight spool)
    {
        lock (_lock)
        {
            return !_reports.TryGetValue((spool.Gateway, spool.Epoch), out var last) || last.Seen < spool.Seen || last.Report.Gaps.Count > 0;
        }
    }
}
