using System.Buffers.Binary;
using System.Diagnostics;
using System.Numerics;
using EdgeAI.Records;

namespace EdgeAI.Benchmarks.Gateway.Traffic;

/// <summary>
/// The load's frames: whole raw wire frames (firmware/WIRE.md) of 200 bytes whose payload begins with the instant of their sending. The
/// board's number is the connection's, so that a receiver knows every frame by board and sequence.
/// </summary>
internal static class StampedFrame
{
    /// <summary>The frame's length in bytes.</summary>
    public const int Length = 200;

    private const int BoardOffset = 4;
    private const int BootOffset = 6;
    private const int SequenceOffset = 8;
    private const int StampOffset = 24;
    private const int ChecksumOffset = Length - sizeof(uint);

    /// <summary>Makes a board's frame, to be advanced by <see cref="Write"/>.</summary>
    public static byte[] Make(int board, ushort boot)
    {
        byte[] frame = new byte[Length];
        frame[0] = 1;
        frame[1] = 0x13;
        frame[3] = 1;
        BinaryPrimitives.WriteUInt16LittleEndian(frame.AsSpan(BoardOffset), (ushort)board);
        BinaryPrimitives.WriteUInt16LittleEndian(frame.AsSpan(BootOffset), boot);
        new Random(board).NextBytes(frame.AsSpan(StampOffset + sizeof(long)));
        return frame;
    }

    /// <summary>Gives a frame its sequence, the instant of its sending in stopwatch ticks, and the checksum over both.</summary>
    public static void Write(Span<byte> frame, long sequence, long ticks)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(frame[SequenceOffset..], (uint)sequence);
        BinaryPrimitives.WriteUInt16LittleEndian(frame[(SequenceOffset + sizeof(uint))..], (ushort)(sequence >> 32));
        BinaryPrimitives.WriteInt64LittleEndian(frame[StampOffset..], ticks);
        uint register = uint.MaxValue;
        ReadOnlySpan<byte> covered = frame[..ChecksumOffset];
        for (; covered.Length >= sizeof(ulong); covered = covered[sizeof(ulong)..])
        {
            register = BitOperations.Crc32C(register, BinaryPrimitives.ReadUInt64LittleEndian(covered));
        }

        register = BitOperations.Crc32C(register, BinaryPrimitives.ReadUInt32LittleEndian(covered));
        BinaryPrimitives.WriteUInt32LittleEndian(frame[ChecksumOffset..], ~register);
    }

    /// <summary>Reads a frame that arrived; false when it is none of the load's, or damaged.</summary>
    public static bool TryRead(ReadOnlySpan<byte> frame, out int board, out long sequence, out long nanosecondsAgo)
    {
        bool sound = FrameIdentity.Read(frame, out FrameIdentity identity) == FrameRejection.None && frame.Length == Length;
        board = identity.Board;
        sequence = identity.Sequence;

        // Both processes' stopwatch is the machine's CLOCK_MONOTONIC.
        nanosecondsAgo = sound ? Nanoseconds(Stopwatch.GetTimestamp() - BinaryPrimitives.ReadInt64LittleEndian(frame[StampOffset..])) : 0;
        return sound;
    }

    /// <summary>Stopwatch ticks as nanoseconds.</summary>
    public static long Nanoseconds(long ticks) => (long)(ticks * (1e9 / Stopwatch.Frequency));
}
