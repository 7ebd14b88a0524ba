using System.Buffers.Binary;

namespace EdgeAI.Perception.Onnx;

/// <summary>
/// Walks the fields of one protobuf message (protobuf.dev, "Encoding"): as much of the format as an ONNX file needs. Bytes in, fields or
/// <see cref="IsDamaged"/> out; never throws for what the bytes hold.
/// </summary>
internal ref struct ProtobufFields(ReadOnlySpan<byte> message)
{
    private ReadOnlySpan<byte> _rest = message;

    /// <summary>The number of the field found last.</summary>
    public int Number { get; private set; }

    /// <summary>Its value, where it is a varint or fixed.</summary>
    public ulong Value { get; private set; }

    /// <summary>Its bytes, where it has a length; empty otherwise.</summary>
    public ReadOnlySpan<byte> Bytes { get; private set; }

    /// <summary>Whether the field found last has a length, as a message, a text and a packed row have.</summary>
    public bool IsMessage { get; private set; }

    /// <summary>Whether the bytes ended within a field or held a kind that protobuf has not.</summary>
    public bool IsDamaged { get; private set; }

    /// <summary>The bytes of a message's first field of a number; empty where it has none.</summary>
    public static ReadOnlySpan<byte> Inner(ReadOnlySpan<byte> message, int number)
    {
        ProtobufFields fields = new(message);
        while (fields.Next())
        {
            if (fields.Number == number)
            {
                return fields.Bytes;
            }
        }

        return default;
    }

    /// <summary>Finds the next field; false at the end and where the bytes are damaged.</summary>
    public bool Next()
    {
        Bytes = default;
        Value = 0;
        if (_rest.IsEmpty || !TryVarint(out ulong key))
        {
            return false;
        }

        Number = (int)Math.Min(key >> 3, int.MaxValue);
        IsMessage = (key & 7) == 2;
        if (Number == 0)
        {
            IsDamaged = true;
            return false;
        }

        switch (key & 7)
        {
            case 0:
                bool isWhole = TryVarint(out ulong value);
                Value = value;
                return isWhole;
            case 1 when _rest.Length >= 8:
                Value = BinaryPrimitives.ReadUInt64LittleEndian(_rest);
                _rest = _rest[8..];
                return true;
            case 2 when TryVarint(out ulong length) && length <= (ulong)_rest.Length:
                Bytes = _rest[..(int)length];
                _rest = _rest[(int)length..];
                return true;
            case 5 when _rest.Length >= 4:
                Value = BinaryPrimitives.ReadUInt32LittleEndian(_rest);
                _rest = _rest[4..];
                return true;
            default:
                IsDamaged = true;
                return false;
        }
    }

    /// <summary>The integers of a field that is one varint, or a packed row of them.</summary>
    public readonly void AddTo(List<long> values)
    {
        if (!IsMessage)
        {
            values.Add((long)Value);
            return;
        }

        ProtobufFields packed = new(Bytes);
        while (!packed._rest.IsEmpty && packed.TryVarint(out ulong value))
        {
            values.Add((long)value);
        }
    }

    private bool TryVarint(out ulong value)
    {
        value = 0;
        for (int index = 0; index < 10 && index < _rest.Length; index++)
        {
            value |= (ulong)(_rest[index] & 0x7F) << (7 * index);
            if (_rest[index] < 0x80)
            {
                _rest = _rest[(index + 1)..];
                return true;
            }
        }

        IsDamaged = true;
        return false;
    }
}
