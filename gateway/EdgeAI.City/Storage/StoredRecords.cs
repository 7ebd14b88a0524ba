using System.Buffers;
using EdgeAI.Records;
using Npgsql;

namespace EdgeAI.City.Storage;

/// <summary>Makes records of rows again, bit for bit: what a gateway's batch held.</summary>
internal static class StoredRecords
{
    // What the table makes of a frame's header stands between the policy and the checksum (RecordColumns).
    private const int HeaderColumns = 7;

    /// <summary>Takes one record, and whether its row says nothing else than it; its spans are valid until it returns.</summary>
    public delegate void Visitor(in GatewayRecord record, bool isAsStored);

    /// <summary>Reads a spool's records in the order of their sequences; the number of them.</summary>
    public static async Task<long> ReadAsync(NpgsqlConnection connection, string gateway, long epoch, Visitor visit, CancellationToken cancellation)
    {
        // COPY takes no values: the id is one of our own rule, which knows no quote.
        Identifier.ThrowIfInvalid(gateway, nameof(gateway));
        string sql = $"COPY (SELECT {RecordColumns.OfTheRecord} FROM record WHERE gateway = '{gateway}' AND epoch = {epoch} ORDER BY sequence, received) TO STDOUT (FORMAT BINARY)";
        NpgsqlRawCopyStream stream = await connection.BeginRawBinaryCopyAsync(sql, cancellation).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            CopyRows rows = new(stream);
            ArrayBufferWriter<byte> scratch = new();
            long count = 0;
            while (await rows.MoveNextAsync(cancellation).ConfigureAwait(false))
            {
                Visit(rows, visit, scratch);
                count++;
            }

            return count;
        }
    }

    // A value that does not fit its field is cut off here, and shows when the row is made again.
    private static void Visit(CopyRows row, Visitor visit, ArrayBufferWriter<byte> scratch)
    {
        GatewayRecord record = Read(row);
        visit(record, RecordColumns.IsRowOf(row.Row, record, scratch));
    }

    // In the order of the columns; an initializer runs in the order in which it is written.
    private static GatewayRecord Read(CopyRows row) => new()
    {
        Sequence = row.NextInt64(),
        ReceivedUtcNanoseconds = row.NextTime().Nanoseconds,
        Kind = (RecordKind)row.NextInt16(),
        Class = (RecordClass)row.NextInt16(),
        Robot = row.Next(),
        RobotBoot = (uint)row.NextInt64(),
        UtcNanoseconds = row.NextTime().Nanoseconds,
        UncertaintyNanoseconds = row.NextInt64(),
        Handling = (byte)row.NextInt16(),
        PolicyRevision = (uint)row.NextInt64(),
        Checksum = (uint)row.Skip(HeaderColumns).NextInt64(),
        Frame = row.Next(),
    };
}
