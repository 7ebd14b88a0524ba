using System.Buffers.Binary;
using EdgeAI.Device.Wire;

namespace EdgeAI.Records;

/// <summary>
/// What a raw wire frame's header says about whose reading it is (firmware/WIRE.md, "Header"). Read without decoding the payload, so
/// that frames of a type that this reader does not know keep their name.
/// </summary>
/// <param name="Board">The board's number on its robot; 0 is the robot itself.</param>
/// <param name="Boot">Tells one start of the board from the next.</param>
/// <param name="Stream">The stream's number on its board.</param>
/// <param name="Sequence">The reading's number in its stream, from 0.</param>
/// <param name="Flags">What is true of the whole frame.</param>
public readonly record struct FrameIdentity(ushort Board, ushort Boot, byte Stream, long Sequence, FrameFlags Flags)
{
    // WIRE.md, "Raw form" and "Header".
    private const byte Version = 1;
    private const int VersionOffset = 0;
    private const int FlagsOffset = 2;
    private const int StreamOffset = 3;
    private const int BoardOffset = 4;
    private const int BootOffset = 6;
    private const int SequenceOffset = 8;
    private const int HeaderLength = 24;
    private const int ChecksumLength = 4;

    /// <summary>Reads a raw frame's identity, or names why it has none. Never throws, allocates nothing.</summary>
    public static FrameRejection Read(ReadOnlySpan<byte> frame, out FrameIdentity identity)
    {
        identity = default;
        if (frame.Length < HeaderLength + ChecksumLength)
        {
            return FrameRejection.TooShort;
        }

        if (Crc32C.Compute(frame[..^ChecksumLength]) != BinaryPrimitives.ReadUInt32LittleEndian(frame[^ChecksumLength..]))
        {
            return FrameRejection.Checksum;
        }

        if (frame[VersionOffset] != Version)
        {
            return FrameRejection.UnknownVersion;
        }

        long sequence = BinaryPrimitives.ReadUInt32LittleEndian(frame[SequenceOffset..])
            | ((long)BinaryPrimitives.ReadUInt16LittleEndian(frame[(SequenceOffset + sizeof(uint))..]) << 32);
        identity = new FrameIdentity(
            BinaryPrimitives.ReadUInt16LittleEndian(frame[BoardOffset..]),
            BinaryPrimitives.ReadUInt16LittleEndian(frame[BootOffset..]),
            frame[StreamOffset],
            sequence,
            (FrameFlags)frame[FlagsOffset]);
        return FrameRejection.None;
    }
}
