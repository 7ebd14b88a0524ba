using EdgeAI.Gateway.Spool.Tables;
using EdgeAI.Records;

namespace EdgeAI.Gateway.Spool.Salvage;

/// <summary>Tells from a row's bytes what it is. Only what matches its own checksum is anything.</summary>
internal static class SalvagedRow
{
    private const int Columns = 12;
    private const int OldColumns = 9;
    private const int HoleColumns = 5;

    /// <summary>Decodes a row of a table of records, of this version or of version 1.</summary>
    /// <param name="key">The row's key, which is its sequence.</param>
    /// <param name="row">The row's bytes.</param>
    /// <param name="record">The record; it points into the row.</param>
    public static bool TryReadRecord(long key, ReadOnlySpan<byte> row, out GatewayRecord record)
    {
        record = default;
        Span<long> numbers = stackalloc long[Columns];
        if (key <= 0 || !SqliteColumns.TryRead(row, numbers, out int count, out ReadOnlySpan<byte> robot, out ReadOnlySpan<byte> frame))
        {
            return false;
        }

        return count switch
        {
            Columns => TryMake(key, numbers, robot, frame, out record),
            OldColumns => TryMakeOld(key, numbers, robot, frame, out record),
            _ => false,
        };
    }

    /// <summary>Decodes a row of the table of holes.</summary>
    public static bool TryReadHole(ReadOnlySpan<byte> row, out long segment, out CountedSpan hole)
    {
        Span<long> numbers = stackalloc long[HoleColumns];
        bool read = SqliteColumns.TryRead(row, numbers, out int count, out _, out _) && count == HoleColumns;
        segment = numbers[0];
        hole = new CountedSpan(new SequenceSpan(numbers[1], numbers[2]), numbers[3]);
        return read && hole.Span.First > 0 && hole.Span.First <= hole.Span.Last && numbers[4] == RowCheck.Of(numbers[..4]);
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
}
