using System.Buffers.Binary;

namespace EdgeAI.Perception.Onnx;

/// <summary>
/// Walks the fields of one protobuf message (protobuf.dev, "Encoding"): as much of the format as an ONNX file needs. Bytes in, fields or
/// <see cref="IsDamaged"/> out; never throws for what the bytes hold.
/// </summary>
/// <param name="message">The message.</param>
/// <param name="singular">A bit for each field number that may stand once: of a second one other readers take the last, or merge the two, and would see another message.</param>
internal ref struct ProtobufFields(ReadOnlySpan<byte> message, ulong singular = 0)
{
    private readonly ulong _singular = singular;
    private ReadOnlySpan<byte> _rest = message;
    private ulong _seen;

    /// <summary>The number of the field found last.</summary>
    public int Number { get; private set; }

    /// <summary>Its value, where it is a varint or fixed.</summary>
    public ulong Value { get; private set; }

    /// <summary>Its bytes, where it has a length; empty otherwise.</summary>
    public ReadOnlySpan<byte> Bytes { get; private set; }

    /// <summary>Whether the field found last has a length, as a message, a text and a packed row have.</summary>
    public bool IsMessage { get; private set; }

    /// <summary>Whether the bytes ended within a field, held a kind that protobuf has not, or a field twice that may stand once.</summary>
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

    /// <summary>Whether a message can be read to its end, and holds each of some fields once at most.</summary>
    public static bool IsSound(ReadOnlySpan<byte> message, ulong singular)
    {
        ProtobufFields fields = new(message, singular);
        while (fields.Next())
        {
        }

        return !fields.IsDamaged;
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

        // Protobuf cuts a key to 32 bits: a longer one would be another field there.
        Number = (int)Math.Min(key >> 3, int.MaxValue);
        IsMessage = (key & 7) == 2;
        ulong bit = Number < 64 ? 1UL << Number : 0;
        bool isAgain = (_seen & _singular & bit) != 0;
        _seen |= bit;
        if (Number == 0 || key > uint.MaxValue || isAgain)
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
    /// <param name="values">Takes them.</param>
    /// <param name="most">How many it may then hold; the others are passed over.</param>
    public readonly void AddTo(List<long> values, int most)
    {
        if (!IsMessage && values.Count < most)
        {
            values.Add((long)Value);
        }

        ProtobufFields packed = new(Bytes);
        while (values.Count < most && !packed._rest.IsEmpty && packed.TryVarint(out ulong value))
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
