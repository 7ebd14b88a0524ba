using System.Buffers.Binary;
using System.Numerics;

namespace EdgeAI.Tests.Gateway;

/// <summary>Raw wire frames (firmware/WIRE.md, "Raw form"), made from the text of the specification and not with the code under test.</summary>
internal static class RawFrames
{
    private const int HeaderLength = 24;
    private const int ChecksumLength = 4;

    /// <summary>A frame of the given length in all.</summary>
    public static byte[] Make(ushort board, byte stream, long sequence, int length = 200, ushort boot = 1, byte flags = 0)
    {
        byte[] frame = new byte[length];
        frame[0] = 1;
        frame[1] = 0x13;
        frame[2] = flags;
        frame[3] = stream;
        BinaryPrimitives.WriteUInt16LittleEndian(frame.AsSpan(4), board);
        BinaryPrimitives.WriteUInt16LittleEndian(frame.AsSpan(6), boot);
        BinaryPrimitives.WriteUInt32LittleEndian(frame.AsSpan(8), (uint)sequence);
        BinaryPrimitives.WriteUInt16LittleEndian(frame.AsSpan(12), (ushort)(sequence >> 32));
        for (int index = HeaderLength; index < length - ChecksumLength; index++)
        {
            frame[index] = (byte)((sequence * 31) + index);
        }

        uint register = uint.MaxValue;
        for (int index = 0; index < length - ChecksumLength; index++)
        {
            register = BitOperations.Crc32C(register, frame[index]);
        }

        BinaryPrimitives.WriteUInt32LittleEndian(frame.AsSpan(length - ChecksumLength), ~register);
        return frame;
    }
}
