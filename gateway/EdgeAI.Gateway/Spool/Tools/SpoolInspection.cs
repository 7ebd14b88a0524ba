using System.Globalization;
using EdgeAI.Gateway.Spool.Files;
using EdgeAI.Gateway.Spool.Tables;
using EdgeAI.Records;
using Microsoft.Data.Sqlite;

namespace EdgeAI.Gateway.Spool.Tools;

/// <summary><c>spool inspect</c>: what waits in a spool, how old it is and what it lost, without disturbing a gateway that runs on it.</summary>
internal static class SpoolInspection
{
    /// <summary>Writes what a spool holds.</summary>
    /// <exception cref="GatewayException">There is no spool, or it cannot be read.</exception>
    public static async Task WriteAsync(string folder, TimeProvider time, TextWriter output)
    {
        string path = SpoolFile.PathIn(folder);
        using SqliteConnection connection = SpoolFile.ConnectReadOnly(path);
        SpoolFile.Execute(connection, "BEGIN");
        SpoolIdentity identity = SpoolFile.ReadIdentity(connection);
        SpoolSegments segments = SpoolSchema.ReadSegments(connection);
        long pageSize = SpoolFile.Scalar(connection, "PRAGMA page_size");
        long pages = SpoolFile.Scalar(connection, "PRAGMA page_count");
        long used = pages - SpoolFile.Scalar(connection, "PRAGMA freelist_count");
        await output.WriteLineAsync($"{path}: gateway {identity.Gateway}, epoch {identity.Epoch}, last sequence {segments.Highest()}").ConfigureAwait(false);
        await output.WriteLineAsync(Invariant($"pages {used * pageSize / 1e6:0.0} MB in use of {pages * pageSize / 1e6:0.0} MB, journal {LengthOf(path + "-wal") / 1e6:0.0} MB, reserve {LengthOf(Path.Combine(folder, DiskReserve.FileName)) / 1e6:0.0} MB")).ConfigureAwait(false);
        await output.WriteLineAsync($"{"class",-10} {"waiting",12} {"bytes",14} {"oldest",12} {"age",12} {"newest",12} {"declared lost",14}").ConfigureAwait(false);
        foreach (RecordClass recordClass in SpoolSegments.Classes)
        {
            await output.WriteLineAsync(LaneOf(connection, segments.Of(recordClass), recordClass, time)).ConfigureAwait(false);
        }

        foreach (SpoolSegment closed in segments.All().Where(segment => segment.IsClosed))
        {
            await output.WriteLineAsync($"{closed.Table}: {(closed.HasClassColumn ? "of version 1" : "closed, because its pages are damaged")}; {closed.Records} wait").ConfigureAwait(false);
        }

        await output.WriteLineAsync($"set aside {SpoolFile.Scalar(connection, "SELECT value FROM meta WHERE key='quarantined'")} records, {SpoolFile.Scalar(connection, "SELECT count(*) FROM quarantine")} of them kept in table quarantine").ConfigureAwait(false);
        foreach (string kept in Directory.GetFiles(folder, $"{SpoolFile.FileName}.*").Where(file => !file.EndsWith("-wal", StringComparison.Ordinal) && !file.EndsWith("-shm", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            await output.WriteLineAsync($"kept: {kept}").ConfigureAwait(false);
        }
    }

    private static string LaneOf(SqliteConnection connection, SpoolSegment[] lane, RecordClass recordClass, TimeProvider time)
    {
        long oldest = 0;
        long received = 0;
        foreach (SpoolSegment segment in lane)
        {
            using SpoolStatement first = new(connection.Handle!, $"SELECT sequence, received_utc FROM {segment.Table} WHERE sequence>=?1 ORDER BY sequence LIMIT 1");
            try
            {
                first.Bind(1, CountedSpans.FirstFree(segment.Holes, new SequenceSpan(1, long.MaxValue)).First);
                if (oldest == 0 && segment.Records > 0 && first.Step())
                {
                    (oldest, received) = (first.Integer(0), first.Integer(1));
                }
            }
            catch (SpoolError error) when (error.IsDamage)
            {
                oldest = -1;
            }
        }

        string age = oldest > 0 ? TimeSpan.FromTicks((Utc.Nanoseconds(time) - received) / 100).ToString(@"d\.hh\:mm\:ss", CultureInfo.InvariantCulture) : oldest < 0 ? "damaged" : "-";
        return $"{recordClass,-10} {lane.Sum(segment => segment.Records),12} {lane.Sum(segment => segment.Bytes),14} {Math.Max(0, oldest),12} {age,12} {lane.Max(segment => segment.Newest),12} {lane.Sum(segment => segment.Lost),14}";
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static long LengthOf(string path) => File.Exists(path) ? new FileInfo(path).Length : 0;
}
