using System.Buffers.Binary;

namespace EdgeAI.Gateway.Sparkplug.Payloads;

/// <summary>Walks over the fields of one protobuf message (protobuf, "Encoding"). Never throws; allocates nothing.</summary>
internal ref struct ProtobufReader
{
    private const int VarintLength = 10;

    // protobuf, "Field numbers": 1 to 2^29 - 1.
    private const ulong MaximumTag = uint.MaxValue;

    private ReadOnlySpan<byte> _left;

    public ProtobufReader(ReadOnlySpan<byte> message) => _left = message;

    /// <summary>The number of the field that was read.</summary>
    public uint Field { get; private set; }

    /// <summary>How the field is delimited.</summary>
    public WireType Type { get; private set; }

    /// <summary>The number of a field that is not of type <see cref="WireType.Length"/>.</summary>
    public ulong Bits { get; private set; }

    /// <summary>The bytes of a field of type <see cref="WireType.Length"/>.</summary>
    public ReadOnlySpan<byte> Bytes { get; private set; }

    /// <summary>Why <see cref="MoveNext"/> ended; <see cref="PayloadRejection.None"/> at the message's end.</summary>
    public PayloadRejection Rejection { get; private set; }

    /// <summary>Reads the next field; false at the end, or where the bytes are no field.</summary>
    public bool MoveNext()
    {
        if (_left.IsEmpty)
        {
            return false;
        }

        if (!TryVarint(out ulong tag))
        {
            return false;
        }

        if (tag > MaximumTag || tag >> 3 == 0)
        {
            return Reject(PayloadRejection.BadField);
        }

        Field = (uint)tag >> 3;
        Type = (WireType)(tag & 7);
        Bytes = default;
        switch (Type)
        {
            case WireType.Varint:
                if (!TryVarint(out ulong number))
                {
                    return false;
                }

                Bits = number;
                return true;
            case WireType.Fixed64 when _left.Length >= sizeof(ulong):
                Bits = BinaryPrimitives.ReadUInt64LittleEndian(_left);
                _left = _left[sizeof(ulong)..];
                return true;
            case WireType.Fixed32 when _left.Length >= sizeof(uint):
                Bits = BinaryPrimitives.ReadUInt32LittleEndian(_left);
                _left = _left[sizeof(uint)..];
                return true;
            case WireType.Length:
                return TryLength();
            default:
                return Reject(Type is WireType.Fixed32 or WireType.Fixed64 ? PayloadRejection.Truncated : PayloadRejection.BadField);
        }
    }

    private bool TryLength()
    {
        if (!TryVarint(out ulong length))
        {
            return false;
        }

        if (length > (ulong)_left.Length)
        {
            return Reject(PayloadRejection.Truncated);
        }

        Bytes = _left[..(int)length];
        _left = _left[(int)length..];
        return true;
    }

    private bool TryVarint(out ulong value)
    {
        value = 0;
        for (int index = 0; index < VarintLength; index++)
        {
            if (index == _left.Length)
            {
                return Reject(PayloadRejection.Truncated);
            }

            byte digit = _left[index];
            value |= (ulong)(digit & 0x7F) << (7 * index);
            if (digit < 0x80)
            {
                // The tenth byte has room for the 64th bit only.
                if (index == VarintLength - 1 && digit > 1)
                {
                    break;
                }

                _left = _left[(index + 1)..];
                return true;
            }
        }

        return Reject(PayloadRejection.BadVarint);
    }

    private bool Reject(PayloadRejection rejection)
    {
        Rejection = rejection;
        _left = default;
        return false;
    }
}
