using System.Buffers.Binary;

namespace EdgeAI.Runtime.Ros;

/// <summary>
/// Reads CDR of version 1, little endian. Pure: whatever the bytes are, a read beyond their end, or a length that lies, makes
/// <see cref="IsSound"/> false for good and every later read answer zero or nothing.
/// </summary>
public ref struct CdrReader
{
    private const byte LittleEndianPlain = 1;

    private readonly ReadOnlySpan<byte> _bytes;
    private int _position;

    /// <summary>Begins to read a message.</summary>
    /// <param name="bytes">The message with its four bytes of encapsulation.</param>
    public CdrReader(ReadOnlySpan<byte> bytes)
    {
        _bytes = bytes;
        _position = CdrWriter.HeaderLength;
        IsSound = bytes.Length >= CdrWriter.HeaderLength && bytes[0] == 0 && bytes[1] == LittleEndianPlain;
    }

    /// <summary>Whether everything that was read so far stands there.</summary>
    public bool IsSound { get; private set; }

    /// <summary>Bytes that were not read yet.</summary>
    public readonly int Remaining => IsSound ? _bytes.Length - _position : 0;

    /// <summary>Reads a truth value; anything but 0 and 1 is unsound.</summary>
    public bool ReadBoolean()
    {
        byte value = ReadByte();
        IsSound &= value <= 1;
        return value == 1;
    }

    /// <summary>Reads one byte.</summary>
    public byte ReadByte() => TryTake(1, 1, out ReadOnlySpan<byte> place) ? place[0] : (byte)0;

    /// <summary>Reads two bytes.</summary>
    public ushort ReadUInt16() => TryTake(2, 2, out ReadOnlySpan<byte> place) ? BinaryPrimitives.ReadUInt16LittleEndian(place) : (ushort)0;

    /// <summary>Reads four bytes.</summary>
    public int ReadInt32() => (int)ReadUInt32();

    /// <summary>Reads four bytes.</summary>
    public uint ReadUInt32() => TryTake(4, 4, out ReadOnlySpan<byte> place) ? BinaryPrimitives.ReadUInt32LittleEndian(place) : 0;

    /// <summary>Reads eight bytes.</summary>
    public long ReadInt64() => (long)ReadUInt64();

    /// <summary>Reads eight bytes.</summary>
    public ulong ReadUInt64() => TryTake(8, 8, out ReadOnlySpan<byte> place) ? BinaryPrimitives.ReadUInt64LittleEndian(place) : 0;

    /// <summary>Reads four bytes.</summary>
    public float ReadSingle() => BitConverter.UInt32BitsToSingle(ReadUInt32());

    /// <summary>Reads eight bytes.</summary>
    public double ReadDouble() => BitConverter.UInt64BitsToDouble(ReadUInt64());

    /// <summary>Reads a text's bytes, borrowed and without the zero that ends them.</summary>
    public ReadOnlySpan<byte> ReadText()
    {
        uint length = ReadUInt32();

        // Some writers give an empty text no terminator.
        if (length == 0 || length > int.MaxValue || !TryTake((int)length, 1, out ReadOnlySpan<byte> text))
        {
            IsSound &= length == 0;
            return [];
        }

        IsSound &= text[^1] == 0;
        return text[..^1];
    }

    /// <summary>Reads a sequence of bytes, borrowed.</summary>
    public ReadOnlySpan<byte> ReadSequence()
    {
        uint length = ReadUInt32();
        if (length <= int.MaxValue && TryTake((int)length, 1, out ReadOnlySpan<byte> bytes))
        {
            return bytes;
        }

        IsSound = false;
        return [];
    }

    /// <summary>Reads how many elements of a sequence follow; more than there are bytes left is unsound.</summary>
    public int ReadCount()
    {
        uint count = ReadUInt32();
        if (count <= Remaining)
        {
            return (int)count;
        }

        IsSound = false;
        return 0;
    }

    private bool TryTake(int count, int alignment, out ReadOnlySpan<byte> place)
    {
        int over = (_position - CdrWriter.HeaderLength) & (alignment - 1);
        int start = over == 0 ? _position : _position + alignment - over;
        if (!IsSound || start > _bytes.Length || count > _bytes.Length - start)
        {
            IsSound = false;
            place = [];
            return false;
        }

        _position = start + count;
        place = _bytes.Slice(start, count);
        return true;
    }
}
