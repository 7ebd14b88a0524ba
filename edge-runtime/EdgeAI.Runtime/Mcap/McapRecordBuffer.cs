using System.Buffers.Binary;
using System.Text;

namespace EdgeAI.Runtime.Mcap;

/// <summary>Bytes of records in the making: grows where it must, and keeps what it grew to.</summary>
internal sealed class McapRecordBuffer(int capacity)
{
    private byte[] _bytes = new byte[capacity];

    /// <summary>How many bytes are in it.</summary>
    public int Length { get; private set; }

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    public void Clear() => Length = 0;

    /// <summary>Room behind what is written; <see cref="Advance"/> says how much of it was used.</summary>
    public Span<byte> Room(int bytes)
    {
        if (_bytes.Length - Length < bytes)
        {
            Array.Resize(ref _bytes, (int)Math.Max(Math.Min(2L * _bytes.Length, Array.MaxLength), checked(Length + bytes)));
        }

        return _bytes.AsSpan(Length, bytes);
    }

    public void Advance(int bytes) => Length += bytes;

    /// <summary>Begins a record; what is written until <see cref="EndRecord"/> is its content.</summary>
    /// <returns>What <see cref="EndRecord"/> asks for.</returns>
    public int BeginRecord(McapOpcode opcode)
    {
        Byte((byte)opcode);
        UInt64(0);
        return Length;
    }

    public void EndRecord(int begun) => BinaryPrimitives.WriteUInt64LittleEndian(_bytes.AsSpan(begun - sizeof(ulong)), (ulong)(Length - begun));

    /// <summary>Begins a list or map, which has its length in bytes in front.</summary>
    public int BeginList()
    {
        UInt32(0);
        return Length;
    }

    public void EndList(int begun) => BinaryPrimitives.WriteUInt32LittleEndian(_bytes.AsSpan(begun - sizeof(uint)), (uint)(Length - begun));

    public void Byte(byte value)
    {
        Room(sizeof(byte))[0] = value;
        Length += sizeof(byte);
    }

    public void UInt16(ushort value)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(Room(sizeof(ushort)), value);
        Length += sizeof(ushort);
    }

    public void UInt32(uint value)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(Room(sizeof(uint)), value);
        Length += sizeof(uint);
    }

    public void UInt64(ulong value)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(Room(sizeof(ulong)), value);
        Length += sizeof(ulong);
    }

    public void Bytes(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Room(bytes.Length));
        Length += bytes.Length;
    }

    public void Bytes32(ReadOnlySpan<byte> bytes)
    {
        UInt32((uint)bytes.Length);
        Bytes(bytes);
    }

    public void Text(string text)
    {
        int length = Encoding.UTF8.GetByteCount(text);
        UInt32((uint)length);
        Encoding.UTF8.GetBytes(text, Room(length));
        Length += length;
    }

    public void TextMap(IReadOnlyDictionary<string, string> map)
    {
        int begun = BeginList();
        foreach ((string key, string value) in map)
        {
            Text(key);
            Text(value);
        }

        EndList(begun);
    }

    /// <summary>Overwrites a number that was left open.</summary>
    public void PatchUInt64(int position, ulong value) => BinaryPrimitives.WriteUInt64LittleEndian(_bytes.AsSpan(position), value);

    /// <summary>Overwrites a message index's entry: a log time and an offset.</summary>
    public void PatchIndexEntry(int position, ulong time, ulong offset)
    {
        PatchUInt64(position, time);
        PatchUInt64(position + sizeof(ulong), offset);
    }
}
