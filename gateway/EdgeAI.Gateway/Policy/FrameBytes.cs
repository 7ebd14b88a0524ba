using System.Buffers.Binary;
using EdgeAI.Device.Messages;
using EdgeAI.Device.Wire;

namespace EdgeAI.Gateway.Policy;

/// <summary>A raw frame's header read in place (firmware/WIRE.md, "Header"), and its checksum.</summary>
internal static class FrameBytes
{
    /// <summary>Bytes of the header that say who speaks and how: version, type, flags, stream, board, boot. The same on all frames of one shape.</summary>
    public const int ShapeLength = 8;

    private const int TypeOffset = 1;
    private const int FlagsOffset = 2;
    private const int StreamOffset = 3;
    private const int BoardOffset = 4;
    private const int SequenceOffset = 8;
    private const int SequenceHighOffset = 12;

    /// <summary>Whether the header can be read: long enough, and of the version that this build knows. Says nothing about the checksum.</summary>
    public static bool HasHeader(ReadOnlySpan<byte> frame) => frame.Length >= FrameLayout.MinFrameLength && frame[0] == FrameLayout.Version;

    /// <summary>Whether the header says whose frame it is and of what. No message has the type 0 (firmware/WIRE.md, "Payload types").</summary>
    public static bool IsReadable(ReadOnlySpan<byte> frame) => HasHeader(frame) && TypeOf(frame) != default;

    public static MessageType TypeOf(ReadOnlySpan<byte> frame) => (MessageType)frame[TypeOffset];

    public static byte StreamOf(ReadOnlySpan<byte> frame) => frame[StreamOffset];

    public static ushort BoardOf(ReadOnlySpan<byte> frame) => BinaryPrimitives.ReadUInt16LittleEndian(frame[BoardOffset..]);

    /// <summary>The frame's 48-bit sequence number.</summary>
    public static long SequenceOf(ReadOnlySpan<byte> frame)
        => ((long)BinaryPrimitives.ReadUInt16LittleEndian(frame[SequenceHighOffset..]) << 32) | BinaryPrimitives.ReadUInt32LittleEndian(frame[SequenceOffset..]);

    /// <summary>Whether the frame is whole and means something: only such a one may be changed and sealed again.</summary>
    public static bool IsSound(ReadOnlySpan<byte> frame) => HasHeader(frame)
        && frame.Length <= FrameLayout.MaxFrameLength
        && ((FrameFlags)frame[FlagsOffset] & ~FrameLayout.KnownFlags) == 0
        && Crc32C.Append(0, frame[..^FrameLayout.ChecksumLength]) == BinaryPrimitives.ReadUInt32LittleEndian(frame[^FrameLayout.ChecksumLength..]);

    /// <summary>Writes the checksum of a frame that was changed.</summary>
    public static void Seal(Span<byte> frame)
        => BinaryPrimitives.WriteUInt32LittleEndian(frame[^FrameLayout.ChecksumLength..], Crc32C.Append(0, frame[..^FrameLayout.ChecksumLength]));
}
