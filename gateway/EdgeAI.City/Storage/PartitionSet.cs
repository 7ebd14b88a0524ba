using Npgsql;

namespace EdgeAI.City.Storage;

/// <summary>
/// The monthly partitions of the table: the ones to come are made ahead, others when a record needs one. Months far from now (a gateway whose
/// clock is wrong by years) get none; their records go to the partition for all other times. Nothing where the table is not partitioned.
/// </summary>
internal sealed class PartitionSet
{
    private const int MonthsAhead = 2;
    private const int MonthsBack = 60;

    private readonly bool _partitioned;
    private readonly TimeProvider _time;
    private readonly HashSet<int> _there = [];
    private readonly HashSet<int> _made = [];

    private PartitionSet(bool partitioned, TimeProvider time)
    {
        _partitioned = partitioned;
        _time = time;
    }

    /// <summary>Looks at how the table is made.</summary>
    public static async Task<PartitionSet> ReadAsync(NpgsqlConnection connection, TimeProvider time, CancellationToken cancellation)
    {
        bool partitioned = await connection.ReadAsync<bool>("SELECT EXISTS (SELECT FROM pg_partitioned_table WHERE partrelid = 'record'::regclass)", cancellation).ConfigureAwait(false);
        return new PartitionSet(partitioned, time);
    }

    /// <summary>Makes the partitions that records of these months need, and those of the months to come; they are there when the transaction is committed.</summary>
    public async Task EnsureAsync(NpgsqlConnection connection, IEnumerable<int> months, CancellationToken cancellation)
    {
        _made.Clear();
        if (!_partitioned)
        {
            return;
        }

        DateTimeOffset now = _time.GetUtcNow();
        int current = (now.Year * 12) + now.Month - 1;
        IEnumerable<int> wanted = months.Where(month => month >= current - MonthsBack && month <= current + MonthsAhead).Concat(Enumerable.Range(current, MonthsAhead + 1));
        foreach (int month in wanted.Distinct().Where(month => !_there.Contains(month)).Order())
        {
            await connection.RunAsync("SELECT make_partition($1)", cancellation, new DateOnly(month / 12, (month % 12) + 1, 1)).ConfigureAwait(false);
            _made.Add(month);
        }
    }

    /// <summary>The transaction is committed.</summary>
    public void Committed() => _there.UnionWith(_made);
}
