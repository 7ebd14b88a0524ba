using EdgeAI.Records;
using Microsoft.Data.Sqlite;

namespace EdgeAI.Gateway.Spool.Tools;

/// <summary>
/// <c>spool repair</c>: copies every record that matches its checksum out of a damaged file, page by page and without SQLite, into the
/// spool that follows it, under its own number. The damaged file stays as it is; what is not copied is declared lost.
/// </summary>
internal static class SpoolRepair
{
    /// <summary>Repairs the spool of a folder, or saves into it what a file holds that was kept aside.</summary>
    /// <param name="folder">The spool's folder; no gateway may be running on it.</param>
    /// <param name="kept">The file that was kept aside; nothing for the spool's own file, which is kept aside then.</param>
    /// <param name="time">UTC, for the kept file's name.</param>
    /// <param name="output">Where the counts go.</param>
    /// <exception cref="GatewayException">The spool is in use, there is none, or nothing says which life of it the file is of.</exception>
    public static async Task RunAsync(string folder, string? kept, TimeProvider time, TextWriter output)
    {
        string path = SpoolFile.PathIn(folder);
        if (!File.Exists(kept ?? path))
        {
            throw new GatewayException($"there is no {kept ?? path}: name the spool's folder with --spool");
        }

        if (!EpochFile.TryRead(folder, out EpochMark mark))
        {
            throw new GatewayException($"{Path.Combine(folder, EpochFile.FileName)} is missing or damaged: without it nobody knows which numbers were given; start the gateway once on the spool if it can be opened");
        }

        SpoolOptions options = new() { Folder = folder, Gateway = mark.Identity.Gateway, Time = time, ReserveBytes = 0 };
        string source = kept ?? MoveAside(options);

        // Opening makes the file that follows, and notes everything below as lost that does not arrive all the same.
        using (RecordSpool.Open(options))
        {
        }

        long copied;
        long before;
        using (RecordSpool.LockFolder(folder))
        {
            using SqliteConnection connection = SpoolFile.Open(options, out _);
            (copied, before) = Copy(connection, source, mark.Ceiling);
        }

        await output.WriteLineAsync($"{copied} records saved from {source} into {path}, {before} more were there already; the file stays, and what is not saved is declared lost").ConfigureAwait(false);
    }

    private static string MoveAside(SpoolOptions options)
    {
        using FileStream locked = RecordSpool.LockFolder(options.Folder);
        return SpoolFile.TryMoveAside(options, out string source) ? source : throw new GatewayException($"{SpoolFile.PathIn(options.Folder)} cannot be kept aside");
    }

    private static (long Copied, long Before) Copy(SqliteConnection connection, string source, long ceiling)
    {
        using SqliteTransaction transaction = connection.BeginTransaction();
        SpoolFile.Execute(connection, SpoolSchema.CreateTable("salvaged") + "; ALTER TABLE salvaged ADD COLUMN class INTEGER NOT NULL DEFAULT 0");
        using (SpoolStatement insert = new(connection.Handle!, "INSERT OR IGNORE INTO salvaged(sequence, ordinal, kind, handling, revision, robot, robot_boot, stamp, uncertainty, received_utc, frame, crc32c, class) VALUES (?1, 0, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)"))
        using (PageScanner scanner = new(source))
        {
            scanner.Scan((key, row) =>
            {
                if (SalvagedRow.TryRead(key, row, out GatewayRecord record) && record.Sequence <= ceiling)
                {
                    insert.Bind(1, record.Sequence).Bind(2, (long)record.Kind).Bind(3, record.Handling).Bind(4, record.PolicyRevision).BindText(5, record.Robot)
                        .Bind(6, record.RobotBoot).Bind(7, record.UtcNanoseconds).Bind(8, record.UncertaintyNanoseconds).Bind(9, record.ReceivedUtcNanoseconds)
                        .BindBlob(10, record.Frame).Bind(11, record.Checksum).Bind(12, (long)record.Class).Execute();
                }
            });
        }

        long found = SpoolFile.Scalar(connection, "SELECT count(*) FROM salvaged");
        long copied = 0;
        foreach (SpoolSegment current in SpoolSchema.ReadSegments(connection).All().Where(segment => !segment.IsClosed).ToArray())
        {
            copied += Adopt(connection, current);
        }

        SpoolFile.Execute(connection, "DROP TABLE salvaged");
        transaction.Commit();
        return (copied, found - copied);
    }

    // A closed table of its own: it drains before what came since, in the order of the numbers.
    private static long Adopt(SqliteConnection connection, SpoolSegment current)
    {
        int id = (int)SpoolFile.Scalar(connection, "SELECT max(id) FROM segments") + 1;
        string table = $"{current.Table}_{id}";
        string known = string.Join(" UNION ALL ", SpoolSchema.ReadSegments(connection).Of(current.Class).Where(segment => !segment.HasClassColumn).Select(segment => $"SELECT sequence FROM {segment.Table}"));
        string wanted = $"FROM salvaged WHERE class={(int)current.Class} AND sequence NOT IN ({known})";
        long count = SpoolFile.Scalar(connection, $"SELECT count(*) {wanted}");
        if (count == 0)
        {
            return 0;
        }

        SpoolFile.Execute(connection, $"""
            {SpoolSchema.CreateTable(table)};
            INSERT INTO {table}(sequence, ordinal, kind, handling, revision, robot, robot_boot, stamp, uncertainty, received_utc, frame, crc32c)
              SELECT sequence, row_number() OVER (ORDER BY sequence), kind, handling, revision, robot, robot_boot, stamp, uncertainty, received_utc, frame, crc32c {wanted} ORDER BY sequence;
            INSERT INTO segments(id, class, name, numbered, bytes, newest, lost, crc32c)
              SELECT {id}, {(int)current.Class}, '{table}', count(*), sum(length(frame)+length(robot)+{SegmentStatements.RowOverhead}), max(sequence), 0, 0 FROM {table};
            """);
        SpoolSchema.Seal(connection);
        return count;
    }
}
