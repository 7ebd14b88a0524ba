namespace EdgeAI.Device.Wire;

/// <summary>
/// CRC-32C (Castagnoli; CRC-32/ISCSI: RFC 3720 section 12.1): polynomial 0x1EDC6F41 reflected, initial value and final exclusive-or
/// all ones. The wire and the gateway's spool use this one, so that a frame's checksum means the same in both.
/// </summary>
public static class Crc32C
{
    private const uint ReflectedPolynomial = 0x82F63B78;

    private static readonly uint[] Table = BuildTable();

    /// <summary>The checksum of a piece of an array.</summary>
    public static uint Compute(byte[] data, int offset, int count)
    {
        return Append(0, data, offset, count);
    }

    /// <summary>Goes on from the checksum of what stands before (0 when nothing does).</summary>
    public static uint Append(uint checksum, byte[] data, int offset, int count)
    {
#if NET
        return Append(checksum, new System.ReadOnlySpan<byte>(data, offset, count));
#else
        return AppendByTable(checksum, data, offset, count);
#endif
    }

#if NET
    /// <summary>Goes on from the checksum of what stands before, with the processor's own instruction where it has one.</summary>
    public static uint Append(uint checksum, System.ReadOnlySpan<byte> data)
    {
        uint remainder = ~checksum;
        while (data.Length >= sizeof(ulong))
        {
            remainder = System.Numerics.BitOperations.Crc32C(remainder, System.Buffers.Binary.BinaryPrimitives.ReadUInt64LittleEndian(data));
            data = data.Slice(sizeof(ulong));
        }

        foreach (byte value in data)
        {
            remainder = System.Numerics.BitOperations.Crc32C(remainder, value);
        }

        return ~remainder;
    }
#endif

    /// <summary>What <see cref="Append(uint, byte[], int, int)"/> does on a board: one table look-up per byte.</summary>
    public static uint AppendByTable(uint checksum, byte[] data, int offset, int count)
    {
        uint[] table = Table;
        uint remainder = ~checksum;
        for (int index = offset; index < offset + count; index++)
        {
            remainder = table[(int)((remainder ^ data[index]) & 0xFF)] ^ (remainder >> 8);
        }

        return ~remainder;
    }

    private static uint[] BuildTable()
    {
        uint[] table = new uint[256];
        for (uint value = 0; value < 256; value++)
        {
            uint remainder = value;
            for (int bit = 0; bit < 8; bit++)
            {
                remainder = (remainder & 1) != 0 ? (remainder >> 1) ^ ReflectedPolynomial : remainder >> 1;
            }

            table[(int)value] = remainder;
        }

        return table;
    }
}
