using System.Buffers.Binary;
using EdgeAI.Records;

namespace EdgeAI.Gateway.Spool.Tools;

/// <summary>Decodes a row of a table of records, of this version or of version 1. Only what matches its own checksum is one.</summary>
internal static class SalvagedRow
{
    private const int Columns = 12;
    private const int OldColumns = 9;

    /// <summary>Decodes a row; false when it is none, or damaged.</summary>
    /// <param name="key">The row's key, which is its sequence.</param>
    /// <param name="row">The row's record, as SQLite keeps it.</param>
    /// <param name="record">The record; it points into the row.</param>
    public static bool TryRead(long key, ReadOnlySpan<byte> row, out GatewayRecord record)
    {
        record = default;
        ReadOnlySpan<byte> header = row;
        if (key <= 0 || !SqliteVarint.TryRead(ref header, out long headerLength) || headerLength > row.Length || headerLength < 1 + row.Length - header.Length)
        {
            return false;
        }

        header = header[..((int)headerLength - (row.Length - header.Length))];
        ReadOnlySpan<byte> body = row[(int)headerLength..];
        Span<long> numbers = stackalloc long[Columns];
        ReadOnlySpan<byte> robot = default;
        ReadOnlySpan<byte> frame = default;
        int column = 0;
        for (; !header.IsEmpty; column++)
        {
            if (column == Columns || !SqliteVarint.TryRead(ref header, out long type) || !TryTake(ref body, type, out long number, out ReadOnlySpan<byte> bytes))
            {
                return false;
            }

            numbers[column] = number;
            robot = type >= 13 && type % 2 == 1 ? bytes : robot;
            frame = type >= 12 && type % 2 == 0 ? bytes : frame;
        }

        return column switch
        {
            Columns => TryMake(key, numbers, robot, frame, out record),
            OldColumns => TryMakeOld(key, numbers, robot, frame, out record),
            _ => false,
        };
    }

    // sequence, ordinal, kind, handling, revision, robot, robot_boot, stamp, uncertainty, received_utc, frame, crc32c
    private static bool TryMake(long key, scoped Span<long> numbers, ReadOnlySpan<byte> robot, ReadOnlySpan<byte> frame, out GatewayRecord record)
    {
        // The table says the class, and the page does not say the table: the checksum tells.
        foreach (RecordClass recordClass in SpoolSegments.Classes)
        {
            record = new GatewayRecord
            {
                Sequence = key,
                Kind = (RecordKind)numbers[2],
                Class = recordClass,
                Handling = (byte)numbers[3],
                PolicyRevision = (uint)numbers[4],
                Robot = robot,
                RobotBoot = (uint)numbers[6],
                UtcNanoseconds = numbers[7],
                UncertaintyNanoseconds = numbers[8],
                ReceivedUtcNanoseconds = numbers[9],
                Frame = frame,
                Checksum = (uint)numbers[11],
            };
            if (record.IsWellFormed && record.IsIntact)
            {
                return true;
            }
        }

        record = default;
        return false;
    }

    // sequence, class, robot, robot_boot, stamp, uncertainty, received_utc, frame, crc32c
    private static bool TryMakeOld(long key, scoped Span<long> numbers, ReadOnlySpan<byte> robot, ReadOnlySpan<byte> frame, out GatewayRecord record)
    {
        record = new GatewayRecord
        {
            Sequence = key,
            Class = (RecordClass)numbers[1],
            Robot = robot,
            RobotBoot = (uint)numbers[3],
            UtcNanoseconds = numbers[4],
            UncertaintyNanoseconds = numbers[5],
            ReceivedUtcNanoseconds = numbers[6],
            Frame = frame,
            Checksum = (uint)numbers[8],
        };
        return record.IsWellFormed && record.IsIntact;
    }

    // SQLite file format, section 2.1: the types of a column.
    private static bool TryTake(scoped ref ReadOnlySpan<byte> body, long type, out long number, out ReadOnlySpan<byte> bytes)
    {
        number = type == 9 ? 1 : 0;
        bytes = default;
        long length = type switch
        {
            0 or 8 or 9 => 0,
            >= 1 and <= 4 => type,
            5 => 6,
            6 => 8,
            >= 12 => (type - 12) / 2,
            _ => long.MaxValue,
        };
        if (length > body.Length)
        {
            return false;
        }

        bytes = body[..(int)length];
        body = body[(int)length..];
        if (type is >= 1 and <= 6)
        {
            Span<byte> wide = stackalloc byte[sizeof(long)];
            wide.Fill((bytes[0] & 0x80) != 0 ? (byte)0xFF : (byte)0);
            bytes.CopyTo(wide[^bytes.Length..]);
            number = BinaryPrimitives.ReadInt64BigEndian(wide);
        }

        return true;
    }
}
