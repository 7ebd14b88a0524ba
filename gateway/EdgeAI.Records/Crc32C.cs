using System.Buffers.Binary;
using System.Numerics;

namespace EdgeAI.Records;

/// <summary>
/// CRC-32C (Castagnoli; RFC 3720, appendix B.4 has the test vectors): reflected polynomial 0x82F63B78, initial value and final
/// inversion 0xFFFFFFFF. Uses the processor's instruction where there is one.
/// </summary>
internal static class Crc32C
{
    /// <summary>The register before the first byte.</summary>
    public const uint Initial = uint.MaxValue;

    public static uint Compute(ReadOnlySpan<byte> data) => Finish(Append(Initial, data));

    public static uint Append(uint register, ReadOnlySpan<byte> data)
    {
        while (data.Length >= sizeof(ulong))
        {
            register = BitOperations.Crc32C(register, BinaryPrimitives.ReadUInt64LittleEndian(data));
            data = data[sizeof(ulong)..];
        }

        foreach (byte value in data)
        {
            register = BitOperations.Crc32C(register, value);
        }

        return register;
    }

    public static uint Finish(uint register) => ~register;
}
