using EdgeAI.City.Admission;
using EdgeAI.City.Proof;
using EdgeAI.City.Receiving;
using EdgeAI.City.Sources;
using Npgsql;

namespace EdgeAI.City.Storage;

/// <summary>
/// Stores messages, many in one transaction: COPY into a table of the connection's own, then one INSERT that passes over what is there. After the
/// commit it looks whether a name has come twice with different times, which no key tells (the time is part of the key so that the
/// table can be partitioned): of two receivers that race, the one that commits last sees both. For one thread at a time.
/// </summary>
/// <param name="database">Where to.</param>
/// <param name="time">The clock.</param>
/// <param name="admission">Judges whose records go in; nothing where all do.</param>
internal sealed class BatchStore(CityDatabase database, TimeProvider time, AdmissionControl? admission = null) : IAsyncDisposable
{
    private const int MaximumTopic = 512;

    private readonly GroupReader _reader = new(admission);
    private readonly AnchorTable _anchors = new(time);
    private readonly HashSet<(string, string, long)> _knownSpools = [];
    private PartitionSet? _partitions;
    private NpgsqlConnection? _connection;

    /// <summary>Stores messages; returns when they are committed.</summary>
    /// <exception cref="PostgresException">The database does not take them. Nothing of them is stored.</exception>
    /// <exception cref="CityException">The database cannot be reached, or is of another version.</exception>
    public Task<StoredGroup> StoreAsync(IReadOnlyList<Arrival> group, CancellationToken cancellation)
        => WithConnectionAsync(connection => StoreAsync(connection, group, cancellation), cancellation);

    /// <summary>Sets a message aside.</summary>
    public Task<StoredGroup> RefuseAsync(Arrival arrival, string reason, CancellationToken cancellation)
        => WithConnectionAsync(
            async connection =>
            {
                await RefuseAsync(connection, new RefusedMessage(arrival.Topic, arrival.Payload, reason), cancellation).ConfigureAwait(false);
                return new StoredGroup { Refused = 1 };
            },
            cancellation);

    public async ValueTask DisposeAsync()
    {
        await CloseAsync().ConfigureAwait(false);
        _reader.Dispose();
    }

    private async Task<StoredGroup> WithConnectionAsync(Func<NpgsqlConnection, Task<StoredGroup>> work, CancellationToken cancellation)
    {
        try
        {
            return await work(_connection ??= await OpenAsync(cancellation).ConfigureAwait(false)).ConfigureAwait(false);
        }
        catch
        {
            admission?.Forget();
            await CloseAsync().ConfigureAwait(false);
            throw;
        }
    }

    private async Task<NpgsqlConnection> OpenAsync(CancellationToken cancellation)
    {
        NpgsqlConnection connection = await database.ConnectAsync(cancellation).ConfigureAwait(false);
        try
        {
            await CitySchema.RequireAsync(connection, cancellation).ConfigureAwait(false);
            _partitions = await PartitionSet.ReadAsync(connection, time, cancellation).ConfigureAwait(false);

            // What is asked here is always a few keys among many: a plan that reads a table from end to end is never the right one, whatever the statistics say.
            await connection.RunAsync("SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off; SET jit = off", cancellation).ConfigureAwait(false);
            await connection.RunAsync($"CREATE TEMPORARY TABLE incoming ON COMMIT DELETE ROWS AS SELECT {RecordColumns.Names} FROM record WITH NO DATA", cancellation).ConfigureAwait(false);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private async Task CloseAsync()
    {
        if (_connection is { } connection)
        {
            _connection = null;
            await connection.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async Task<StoredGroup> StoreAsync(NpgsqlConnection connection, IReadOnlyList<Arrival> group, CancellationToken cancellation)
    {
        while (true)
        {
            if (await TryStoreAsync(connection, group, cancellation).ConfigureAwait(false) is { } stored)
            {
                return stored;
            }
        }
    }

    /// <summary>Stores a group; nothing where a gateway was released from quarantine meanwhile, and nothing is stored then.</summary>
    private async Task<StoredGroup?> TryStoreAsync(NpgsqlConnection connection, IReadOnlyList<Arrival> group, CancellationToken cancellation)
    {
        StoredGroup stored = new();
        HashSet<RecordName> conflicting = [];
        _reader.Begin();
        if (admission is not null)
        {
            await admission.BeginAsync(connection, cancellation).ConfigureAwait(false);
        }

        await using (NpgsqlTransaction transaction = await connection.BeginTransactionAsync(cancellation).ConfigureAwait(false))
        {
            await CopyAsync(connection, group, cancellation).ConfigureAwait(false);
            if (_reader.Records > 0)
            {
                await _partitions!.EnsureAsync(connection, _reader.Months, cancellation).ConfigureAwait(false);
                stored.Added = await connection.RunAsync(RecordSql.Insert, cancellation).ConfigureAwait(false);
                if (stored.Added < _reader.Records)
                {
                    await ReadNamesAsync(connection, RecordSql.KeepDiffering, conflicting, cancellation).ConfigureAwait(false);
                }
            }

            foreach (RefusedMessage refused in _reader.Refused)
            {
                await RefuseAsync(connection, refused, cancellation).ConfigureAwait(false);
            }

            await _anchors.StoreAsync(connection, _reader.Seals, cancellation).ConfigureAwait(false);
            await NoteSpoolsAsync(connection, cancellation).ConfigureAwait(false);
            if (admission is not null && !await admission.FinishAsync(connection, cancellation).ConfigureAwait(false))
            {
                return null;
            }

            await transaction.CommitAsync(cancellation).ConfigureAwait(false);
        }

        admission?.Committed();

        _partitions!.Committed();
        _knownSpools.UnionWith(_reader.Newest.Keys);
        stored.Duplicates = _reader.Records - stored.Added - conflicting.Count;
        stored.Added -= await LookAsync(connection, conflicting, cancellation).ConfigureAwait(false);
        stored.Refused = _reader.Refused.Count;
        stored.Quarantined = admission?.Held ?? 0;
        stored.Conflicts = conflicting.Count;
        stored.Batches.AddRange(conflicting.Count == 0 ? _reader.Batches : await WithoutConflictsAsync(connection, conflicting, cancellation).ConfigureAwait(false));
        foreach ((var spool, long newest) in _reader.Newest)
        {
            stored.Newest[spool] = newest;
        }

        return stored;
    }

    private async Task CopyAsync(NpgsqlConnection connection, IReadOnlyList<Arrival> group, CancellationToken cancellation)
    {
        NpgsqlRawCopyStream copy = await connection.BeginRawBinaryCopyAsync(RecordSql.Copy, cancellation).ConfigureAwait(false);
        await using (copy.ConfigureAwait(false))
        {
            await copy.WriteAsync(CopyRow.StreamHeader.ToArray(), cancellation).ConfigureAwait(false);
            foreach (Arrival arrival in group)
            {
                _reader.Read(arrival.Topic, arrival.Payload);
                await copy.WriteAsync(_reader.Rows, cancellation).ConfigureAwait(false);
            }

            await copy.WriteAsync(CopyRow.StreamTrailer.ToArray(), cancellation).ConfigureAwait(false);
        }
    }

    private static Task<int> RefuseAsync(NpgsqlConnection connection, RefusedMessage refused, CancellationToken cancellation)
        => connection.RunAsync(
            "INSERT INTO refused (topic, digest, reason, payload) VALUES ($1, sha256($2), $3, $2) ON CONFLICT DO NOTHING",
            cancellation,
            TopicOf(refused),
            refused.Payload,
            refused.Reason);

    // The topic is part of a key, and the entries of an index are small; who sends may have chosen any text.
    private static string TopicOf(RefusedMessage refused)
    {
        string topic = refused.Topic.Replace('\0', ' ');
        return topic.Length <= MaximumTopic ? topic : topic[..(char.IsHighSurrogate(topic[MaximumTopic - 1]) ? MaximumTopic - 1 : MaximumTopic)];
    }

    private async Task NoteSpoolsAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        (string Site, string Gateway, long Epoch)[] news = [.. _reader.Newest.Keys.Where(spool => !_knownSpools.Contains(spool)).Order()];
        if (news.Length > 0)
        {
            await connection.RunAsync(
                "INSERT INTO spool (site, gateway, epoch) SELECT * FROM unnest($1::text[], $2::text[], $3::bigint[]) ON CONFLICT DO NOTHING",
                cancellation,
                news.Select(static spool => spool.Site).ToArray(),
                news.Select(static spool => spool.Gateway).ToArray(),
                news.Select(static spool => spool.Epoch).ToArray()).ConfigureAwait(false);
        }
    }

    private async Task<long> LookAsync(NpgsqlConnection connection, HashSet<RecordName> conflicting, CancellationToken cancellation)
    {
        List<SequenceRange> ranges = _reader.Ranges;
        if (ranges.Count == 0)
        {
            return 0;
        }

        HashSet<RecordName> twice = [];
        await ReadNamesAsync(
            connection,
            RecordSql.NamesThatCameTwice,
            twice,
            cancellation,
            ranges.Select(static range => range.Gateway).ToArray(),
            ranges.Select(static range => range.Epoch).ToArray(),
            ranges.Select(static range => range.First).ToArray(),
            ranges.Select(static range => range.Last).ToArray()).ConfigureAwait(false);
        if (twice.Count == 0)
        {
            return 0;
        }

        conflicting.UnionWith(twice);
        return await connection.ReadAsync<long>(
            RecordSql.MoveTheLater,
            cancellation,
            twice.Select(static name => name.Gateway).ToArray(),
            twice.Select(static name => name.Epoch).ToArray(),
            twice.Select(static name => name.Sequence).ToArray()).ConfigureAwait(false);
    }

    /// <summary>
    /// The batches of which every record is in the table; and for each spool in which a name came twice, the last record that is there where it lies above all that came: a
    /// gateway that has not given that number yet learns from its receipt that it goes on from an old copy of its spool.
    /// </summary>
    private async Task<List<CommittedBatch>> WithoutConflictsAsync(NpgsqlConnection connection, HashSet<RecordName> conflicting, CancellationToken cancellation)
    {
        List<CommittedBatch> batches = [.. _reader.Batches.Where(batch => !conflicting.Any(name => name.Gateway == batch.Gateway && name.Epoch == batch.Epoch && name.Sequence >= batch.First && name.Sequence <= batch.Last))];
        foreach (var (site, gateway, epoch) in _reader.Newest.Keys.Where(spool => conflicting.Any(name => name.Gateway == spool.Gateway && name.Epoch == spool.Epoch)))
        {
            await using NpgsqlCommand command = NpgsqlCommands.Make(connection, "SELECT sequence, class FROM record WHERE gateway = $1 AND epoch = $2 ORDER BY sequence DESC LIMIT 1", gateway, epoch);
            await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
            long came = _reader.Batches.Where(batch => batch.Gateway == gateway && batch.Epoch == epoch).Max(static batch => batch.Last);
            if (await reader.ReadAsync(cancellation).ConfigureAwait(false) && reader.GetInt64(0) > came)
            {
                batches.Add(new CommittedBatch(site, gateway, epoch, (Records.RecordClass)reader.GetInt16(1), reader.GetInt64(0), reader.GetInt64(0), 1));
            }
        }

        return batches;
    }

    private static async Task ReadNamesAsync(NpgsqlConnection connection, string sql, HashSet<RecordName> names, CancellationToken cancellation, params object[] values)
    {
        await using NpgsqlCommand command = NpgsqlCommands.Make(connection, sql, values);
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
        while (await reader.ReadAsync(cancellation).ConfigureAwait(false))
        {
            names.Add(new RecordName(reader.GetString(0), reader.GetInt64(1), reader.GetInt64(2)));
        }
    }
}
