using System.Buffers.Binary;
using System.Numerics;

namespace EdgeAI.PowerCut;

/// <summary>A raw wire frame of board 1, stream 1 with 172 bytes of payload (firmware/WIRE.md, "Raw form").</summary>
public static class FloodFrame
{
    private const int Length = 200;

    /// <summary>Makes it.</summary>
    public static byte[] Make()
    {
        byte[] frame = new byte[Length];
        frame[0] = 1;
        frame[3] = 1;
        frame[4] = 1;
        uint checksum = uint.MaxValue;
        foreach (byte value in frame.AsSpan(0, Length - sizeof(uint)))
        {
            checksum = BitOperations.Crc32C(checksum, value);
        }

        BinaryPrimitives.WriteUInt32LittleEndian(frame.AsSpan(Length - sizeof(uint)), ~checksum);
        return frame;
    }
}
