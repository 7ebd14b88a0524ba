using System.Buffers;
using EdgeAI.Device.Wire;
using EdgeAI.Records;

namespace EdgeAI.City.Storage;

/// <summary>A record as a row of the city's table: which columns, and how a record fills them.</summary>
internal static class RecordColumns
{
    /// <summary>The columns that a record fills, in the order in which they are written; <c>stored</c> the database fills.</summary>
    public const string Names = $"gateway, epoch, {OfTheRecord}";

    /// <summary>Those of them that say what the record says, and not whose spool it is of.</summary>
    public const string OfTheRecord = "sequence, received, received_ns, kind, class, robot, robot_boot, stamp, stamp_ns, uncertainty, handling, policy_revision, "
        + "board, board_boot, stream, frame_sequence, frame_type, frame_flags, simulated, checksum, frame";

    private const short OwnerCount = 2;
    private const short Count = 21;
    private const int FrameTypeOffset = 1;

    /// <summary>Writes a record's row in the binary COPY format.</summary>
    public static void Write(IBufferWriter<byte> writer, ReadOnlySpan<byte> gateway, long epoch, in GatewayRecord record)
    {
        CopyRow row = new(writer.GetSpan(CopyRow.Longest(OwnerCount + Count, gateway.Length + record.Robot.Length + record.Frame.Length)), OwnerCount + Count);
        row.Add(gateway);
        row.Add(epoch);
        Add(ref row, record);
        writer.Advance(row.Length);
    }

    /// <summary>Whether a row of the columns <see cref="OfTheRecord"/> is the one that a record makes: no column says anything else than the record.</summary>
    /// <param name="row">The row, in the binary COPY format.</param>
    /// <param name="record">The record that was made of it.</param>
    /// <param name="scratch">Where it is made again.</param>
    public static bool IsRowOf(ReadOnlySpan<byte> row, in GatewayRecord record, ArrayBufferWriter<byte> scratch)
    {
        CopyRow again = new(scratch.GetSpan(CopyRow.Longest(Count, record.Robot.Length + record.Frame.Length)), Count);
        Add(ref again, record);
        return row.SequenceEqual(again.Written);
    }

    private static void Add(ref CopyRow row, in GatewayRecord record)
    {
        row.Add(record.Sequence);
        row.Add(PostgresTime.Of(record.ReceivedUtcNanoseconds));
        row.Add((short)record.Kind);
        row.Add((short)record.Class);
        row.Add(record.Robot);
        row.Add((long)record.RobotBoot);
        row.Add(PostgresTime.Of(record.UtcNanoseconds));
        row.Add(record.UncertaintyNanoseconds);
        row.Add((short)record.Handling);
        row.Add((long)record.PolicyRevision);
        AddFrameHeader(ref row, record);
        row.Add((long)record.Checksum);
        row.Add(record.Frame);
    }

    // A frame that this reader cannot tell the header of is stored all the same; what it is stays open.
    private static void AddFrameHeader(ref CopyRow row, in GatewayRecord record)
    {
        if (record.Kind is not (RecordKind.Frame or RecordKind.GovernedFrame) || FrameIdentity.Read(record.Frame, out FrameIdentity identity) != FrameRejection.None)
        {
            for (int column = 0; column < 7; column++)
            {
                row.AddNull();
            }

            return;
        }

        row.Add((int)identity.Board);
        row.Add((int)identity.Boot);
        row.Add((short)identity.Stream);
        row.Add(identity.Sequence);
        row.Add((short)record.Frame[FrameTypeOffset]);
        row.Add((short)identity.Flags);
        row.Add((identity.Flags & FrameFlags.Simulated) != 0);
    }
}
