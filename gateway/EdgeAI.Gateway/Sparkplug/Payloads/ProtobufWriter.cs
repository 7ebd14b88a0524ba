using System.Buffers.Binary;
using System.Numerics;

namespace EdgeAI.Gateway.Sparkplug.Payloads;

/// <summary>
/// Writes protobuf fields into a caller's buffer. What does not fit is not written, and <see cref="Overflowed"/> says so from then on.
/// Allocates nothing. A message within a message is written behind one byte kept for its length, and moved when the length needs more.
/// </summary>
internal ref struct ProtobufWriter
{
    private readonly Span<byte> _buffer;

    public ProtobufWriter(Span<byte> buffer) => _buffer = buffer;

    /// <summary>The bytes written.</summary>
    public int Length { get; private set; }

    /// <summary>Whether something did not fit.</summary>
    public bool Overflowed { get; private set; }

    /// <summary>Goes back to where <see cref="Length"/> stood, as if nothing had been written since.</summary>
    public void Rewind(int length)
    {
        Length = length;
        Overflowed = false;
    }

    /// <summary>Writes a number as a varint.</summary>
    public void Varint(uint field, ulong value)
    {
        Tag(field, WireType.Varint);
        Raw(value);
    }

    /// <summary>Writes 32 bits.</summary>
    public void Fixed32(uint field, uint value)
    {
        Tag(field, WireType.Fixed32);
        if (HasRoom(sizeof(uint)))
        {
            BinaryPrimitives.WriteUInt32LittleEndian(_buffer[Length..], value);
            Length += sizeof(uint);
        }
    }

    /// <summary>Writes 64 bits.</summary>
    public void Fixed64(uint field, ulong value)
    {
        Tag(field, WireType.Fixed64);
        if (HasRoom(sizeof(ulong)))
        {
            BinaryPrimitives.WriteUInt64LittleEndian(_buffer[Length..], value);
            Length += sizeof(ulong);
        }
    }

    /// <summary>Writes bytes, a text in UTF-8 or an encoded message.</summary>
    public void Bytes(uint field, ReadOnlySpan<byte> value)
    {
        Tag(field, WireType.Length);
        Raw((ulong)value.Length);
        if (HasRoom(value.Length))
        {
            value.CopyTo(_buffer[Length..]);
            Length += value.Length;
        }
    }

    /// <summary>Begins a message within this one; <see cref="End"/> takes what this returns.</summary>
    public int Begin(uint field)
    {
        Tag(field, WireType.Length);
        if (HasRoom(1))
        {
            Length++;
        }

        return Length;
    }

    /// <summary>Ends a message within this one.</summary>
    public void End(int begun)
    {
        int length = Length - begun;
        int extra = VarintLength((ulong)length) - 1;
        if (Overflowed || !HasRoom(extra))
        {
            return;
        }

        if (extra > 0)
        {
            _buffer.Slice(begun, length).CopyTo(_buffer[(begun + extra)..]);
        }

        Length = begun - 1;
        Raw((ulong)length);
        Length += length;
    }

    private static int VarintLength(ulong value) => (BitOperations.Log2(value | 1) / 7) + 1;

    private void Tag(uint field, WireType type) => Raw(((ulong)field << 3) | (uint)type);

    private void Raw(ulong value)
    {
        if (!HasRoom(VarintLength(value)))
        {
            return;
        }

        while (value >= 0x80)
        {
            _buffer[Length++] = (byte)(value | 0x80);
            value >>= 7;
        }

        _buffer[Length++] = (byte)value;
    }

    private bool HasRoom(int count)
    {
        Overflowed |= count > _buffer.Length - Length;
        return !Overflowed;
    }
}
