using System.Buffers.Binary;

namespace EdgeAI.Records;

/// <summary>
/// The body of a declared loss: every sequence of the epoch from first through last that belonged to the class and never arrived is
/// lost (RECORDS.md, "Declared loss").
/// </summary>
public readonly record struct DeclaredLoss
{
    /// <summary>The body's length in bytes.</summary>
    public const int Length = 44;

    private const byte BodyVersion = 1;
    private const byte ExactFlag = 1;
    private const int ReasonOffset = 1;
    private const int ClassOffset = 2;
    private const int FlagsOffset = 3;
    private const int FirstOffset = 4;
    private const int LastOffset = 12;
    private const int CountOffset = 20;
    private const int EarliestOffset = 28;
    private const int LatestOffset = 36;

    /// <summary>Why.</summary>
    public required LossReason Reason { get; init; }

    /// <summary>The class of the lost records.</summary>
    public required RecordClass Class { get; init; }

    /// <summary>Whether <see cref="Count"/> is exact; otherwise it is the most there can have been.</summary>
    public required bool IsExact { get; init; }

    /// <summary>The first sequence, from 1.</summary>
    public required long First { get; init; }

    /// <summary>The last sequence.</summary>
    public required long Last { get; init; }

    /// <summary>How many records, 1 or more.</summary>
    public required long Count { get; init; }

    /// <summary>The earliest receipt among them: nanoseconds since 1970-01-01T00:00:00 UTC; 0 when not known.</summary>
    public long EarliestReceivedUtcNanoseconds { get; init; }

    /// <summary>The latest receipt among them: nanoseconds since 1970-01-01T00:00:00 UTC; 0 when not known.</summary>
    public long LatestReceivedUtcNanoseconds { get; init; }

    /// <summary>Reads a body; false when the bytes are none.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out DeclaredLoss loss)
    {
        loss = default;
        if (body.Length != Length || body[0] != BodyVersion || (body[FlagsOffset] & ~ExactFlag) != 0)
        {
            return false;
        }

        DeclaredLoss read = new()
        {
            Reason = (LossReason)body[ReasonOffset],
            Class = (RecordClass)body[ClassOffset],
            IsExact = (body[FlagsOffset] & ExactFlag) != 0,
            First = BinaryPrimitives.ReadInt64LittleEndian(body[FirstOffset..]),
            Last = BinaryPrimitives.ReadInt64LittleEndian(body[LastOffset..]),
            Count = BinaryPrimitives.ReadInt64LittleEndian(body[CountOffset..]),
            EarliestReceivedUtcNanoseconds = BinaryPrimitives.ReadInt64LittleEndian(body[EarliestOffset..]),
            LatestReceivedUtcNanoseconds = BinaryPrimitives.ReadInt64LittleEndian(body[LatestOffset..]),
        };
        if (!read.IsValid)
        {
            return false;
        }

        loss = read;
        return true;
    }

    /// <summary>Writes the body.</summary>
    /// <param name="destination">At least <see cref="Length"/> bytes.</param>
    /// <exception cref="InvalidOperationException">It says what no loss can be: an unknown reason or class, a range that is none, a count beyond the range.</exception>
    public void Write(Span<byte> destination)
    {
        if (!IsValid)
        {
            throw new InvalidOperationException($"{this} is no loss: a known reason and class, sequences from 1 in order and a count of 1 to the range's length are needed");
        }

        destination[0] = BodyVersion;
        destination[ReasonOffset] = (byte)Reason;
        destination[ClassOffset] = (byte)Class;
        destination[FlagsOffset] = IsExact ? ExactFlag : (byte)0;
        BinaryPrimitives.WriteInt64LittleEndian(destination[FirstOffset..], First);
        BinaryPrimitives.WriteInt64LittleEndian(destination[LastOffset..], Last);
        BinaryPrimitives.WriteInt64LittleEndian(destination[CountOffset..], Count);
        BinaryPrimitives.WriteInt64LittleEndian(destination[EarliestOffset..], EarliestReceivedUtcNanoseconds);
        BinaryPrimitives.WriteInt64LittleEndian(destination[LatestOffset..], LatestReceivedUtcNanoseconds);
    }

    private bool IsValid => Reason is >= LossReason.DroppedForRoom and <= LossReason.RemovedByRepair
        && Class is >= RecordClass.Safety and <= RecordClass.Bulk
        && First >= 1
        && Last >= First
        && Count >= 1
        && Count - 1 <= Last - First
        && EarliestReceivedUtcNanoseconds <= LatestReceivedUtcNanoseconds;
}
