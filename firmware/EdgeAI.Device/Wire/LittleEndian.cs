namespace EdgeAI.Device.Wire;

/// <summary>Reads and writes the integers of the wire, least significant byte first, at any alignment.</summary>
public static class LittleEndian
{
    /// <summary>Writes 16 bits.</summary>
    public static void WriteUInt16(byte[] buffer, int offset, ushort value)
    {
        buffer[offset] = (byte)value;
        buffer[offset + 1] = (byte)(value >> 8);
    }

    /// <summary>Writes 32 bits.</summary>
    public static void WriteUInt32(byte[] buffer, int offset, uint value)
    {
        buffer[offset] = (byte)value;
        buffer[offset + 1] = (byte)(value >> 8);
        buffer[offset + 2] = (byte)(value >> 16);
        buffer[offset + 3] = (byte)(value >> 24);
    }

    /// <summary>Writes 32 bits, two's complement.</summary>
    public static void WriteInt32(byte[] buffer, int offset, int value)
    {
        WriteUInt32(buffer, offset, (uint)value);
    }

    /// <summary>Writes the low 48 bits.</summary>
    public static void WriteUInt48(byte[] buffer, int offset, long value)
    {
        WriteUInt32(buffer, offset, (uint)value);
        WriteUInt16(buffer, offset + 4, (ushort)(value >> 32));
    }

    /// <summary>Writes 64 bits, two's complement.</summary>
    public static void WriteInt64(byte[] buffer, int offset, long value)
    {
        WriteUInt32(buffer, offset, (uint)value);
        WriteUInt32(buffer, offset + 4, (uint)(value >> 32));
    }

    /// <summary>Reads 16 bits.</summary>
    public static ushort ReadUInt16(byte[] buffer, int offset)
    {
        return (ushort)(buffer[offset] | (buffer[offset + 1] << 8));
    }

    /// <summary>Reads 32 bits.</summary>
    public static uint ReadUInt32(byte[] buffer, int offset)
    {
        return (uint)ReadInt32(buffer, offset);
    }

    /// <summary>Reads 32 bits, two's complement.</summary>
    public static int ReadInt32(byte[] buffer, int offset)
    {
        // Built from the bytes and not from the unsigned value: on nanoFramework 1.x a cast from uint to int leaves the value
        // unsigned, and widening it to long would then lose the sign.
        return buffer[offset] | (buffer[offset + 1] << 8) | (buffer[offset + 2] << 16) | (buffer[offset + 3] << 24);
    }

    /// <summary>Reads 48 bits, unsigned.</summary>
    public static long ReadUInt48(byte[] buffer, int offset)
    {
        return ReadUInt32(buffer, offset) | ((long)ReadUInt16(buffer, offset + 4) << 32);
    }

    /// <summary>Reads 64 bits, two's complement.</summary>
    public static long ReadInt64(byte[] buffer, int offset)
    {
        return ReadUInt32(buffer, offset) | ((long)ReadInt32(buffer, offset + 4) << 32);
    }

    /// <summary>Writes the first values of an array, two bytes each.</summary>
    public static void WriteInt16s(short[] values, int count, byte[] buffer, int offset)
    {
#if NET
        if (System.BitConverter.IsLittleEndian)
        {
            System.Buffer.BlockCopy(values, 0, buffer, offset, count * 2);
            return;
        }
#endif
        WriteInt16sOneByOne(values, count, buffer, offset);
    }

    /// <summary>Reads the first values of an array, two bytes each.</summary>
    public static void ReadInt16s(byte[] buffer, int offset, short[] values, int count)
    {
#if NET
        if (System.BitConverter.IsLittleEndian)
        {
            System.Buffer.BlockCopy(buffer, offset, values, 0, count * 2);
            return;
        }
#endif
        ReadInt16sOneByOne(buffer, offset, values, count);
    }

    /// <summary>Writes every value of an array, four bytes each.</summary>
    public static void WriteInt32s(int[] values, byte[] buffer, int offset)
    {
        for (int index = 0; index < values.Length; index++)
        {
            WriteInt32(buffer, offset + (index * 4), values[index]);
        }
    }

    /// <summary>Fills an array, four bytes each.</summary>
    public static void ReadInt32s(byte[] buffer, int offset, int[] values)
    {
        for (int index = 0; index < values.Length; index++)
        {
            values[index] = ReadInt32(buffer, offset + (index * 4));
        }
    }

    /// <summary>What <see cref="WriteInt16s"/> does where memory cannot be copied as it lies: on a board.</summary>
    public static void WriteInt16sOneByOne(short[] values, int count, byte[] buffer, int offset)
    {
        for (int index = 0; index < count; index++)
        {
            WriteUInt16(buffer, offset + (index * 2), (ushort)values[index]);
        }
    }

    /// <summary>What <see cref="ReadInt16s"/> does where memory cannot be copied as it lies: on a board.</summary>
    public static void ReadInt16sOneByOne(byte[] buffer, int offset, short[] values, int count)
    {
        for (int index = 0; index < count; index++)
        {
            values[index] = (short)ReadUInt16(buffer, offset + (index * 2));
        }
    }
}
