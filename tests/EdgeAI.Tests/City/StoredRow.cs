using System.Buffers;
using System.Globalization;
using System.Text;
using EdgeAI.City.Storage;
using EdgeAI.Records;
using Npgsql;

namespace EdgeAI.Tests.City;

/// <summary>A row of the table record as somebody with the database's password takes it out and puts it in: the checksum always matches.</summary>
internal sealed record StoredRow
{
    private const string Columns = "sequence, (extract(epoch FROM received) * 1000000)::bigint * 1000 + received_ns, kind, class, robot, robot_boot, "
        + "(extract(epoch FROM stamp) * 1000000)::bigint * 1000 + stamp_ns, uncertainty, frame";

    public required long Sequence { get; init; }

    public required long Received { get; init; }

    public required RecordKind Kind { get; init; }

    public required RecordClass Class { get; init; }

    public required string Robot { get; init; }

    public required uint RobotBoot { get; init; }

    public required long Stamp { get; init; }

    public required long Uncertainty { get; init; }

    public required byte[] Frame { get; init; }

    /// <summary>Reads the rows of a spool that a condition names, in the order of their sequences.</summary>
    public static async Task<List<StoredRow>> ReadAsync(NpgsqlConnection connection, string gateway, long epoch, string condition, CancellationToken cancellation)
    {
        await using NpgsqlCommand command = new(string.Create(CultureInfo.InvariantCulture, $"SELECT {Columns} FROM record WHERE gateway = '{gateway}' AND epoch = {epoch} AND {condition}"), connection);
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellation);
        List<StoredRow> rows = [];
        while (await reader.ReadAsync(cancellation))
        {
            rows.Add(new StoredRow
            {
                Sequence = reader.GetInt64(0),
                Received = reader.GetInt64(1),
                Kind = (RecordKind)reader.GetInt16(2),
                Class = (RecordClass)reader.GetInt16(3),
                Robot = reader.GetString(4),
                RobotBoot = (uint)reader.GetInt64(5),
                Stamp = reader.GetInt64(6),
                Uncertainty = reader.GetInt64(7),
                Frame = reader.GetFieldValue<byte[]>(8),
            });
        }

        return rows;
    }

    /// <summary>Puts it into the table, beside whatever is there.</summary>
    public async Task InsertAsync(NpgsqlConnection connection, string gateway, long epoch, CancellationToken cancellation)
    {
        ArrayBufferWriter<byte> row = new();
        row.Write(CopyRow.StreamHeader);
        RecordColumns.Write(row, Encoding.ASCII.GetBytes(gateway), epoch, Record());
        row.Write(CopyRow.StreamTrailer);
        await using NpgsqlRawCopyStream copy = await connection.BeginRawBinaryCopyAsync($"COPY record ({RecordColumns.Names}) FROM STDIN (FORMAT BINARY)", cancellation);
        await copy.WriteAsync(row.WrittenMemory, cancellation);
    }

    private GatewayRecord Record()
    {
        GatewayRecord record = new()
        {
            Sequence = Sequence,
            Kind = Kind,
            Class = Class,
            ReceivedUtcNanoseconds = Received,
            UtcNanoseconds = Stamp,
            UncertaintyNanoseconds = Uncertainty,
            RobotBoot = RobotBoot,
            Robot = Encoding.ASCII.GetBytes(Robot),
            Frame = Frame,
        };
        return record with { Checksum = record.ComputeChecksum() };
    }
}
