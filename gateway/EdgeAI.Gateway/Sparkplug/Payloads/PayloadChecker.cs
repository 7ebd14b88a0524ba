using System.Text.Unicode;

namespace EdgeAI.Gateway.Sparkplug.Payloads;

/// <summary>Judges a whole payload before anything is taken from it, so that readers of its parts meet no surprise.</summary>
internal static class PayloadChecker
{
    // A host's template within a template is known; more than this many levels is not a structure but an attack on the stack.
    private const int MaximumDepth = 16;

    /// <summary>Names what is wrong with a message, all that lies within it included.</summary>
    public static PayloadRejection Check(ReadOnlySpan<byte> message, MessageShape shape) => Check(message, shape, 0);

    private static PayloadRejection Check(ReadOnlySpan<byte> message, MessageShape shape, int depth)
    {
        if (depth > MaximumDepth)
        {
            return PayloadRejection.TooDeep;
        }

        ProtobufReader reader = new(message);
        int keys = 0;
        int values = 0;
        while (reader.MoveNext())
        {
            FieldKind kind = shape.KindOf(reader.Field);
            PayloadRejection rejection = kind == FieldKind.Message
                ? reader.Type == WireType.Length ? Check(reader.Bytes, shape.MessageOf(reader.Field), depth + 1) : PayloadRejection.WrongWireType
                : CheckField(reader, kind);
            if (rejection != PayloadRejection.None)
            {
                return rejection;
            }

            keys += kind == FieldKind.Text ? 1 : 0;
            values += kind == FieldKind.Message ? 1 : 0;
        }

        return reader.Rejection != PayloadRejection.None ? reader.Rejection
            : shape.IsPropertySet && keys != values ? PayloadRejection.UnevenProperties
            : PayloadRejection.None;
    }

    private static PayloadRejection CheckField(in ProtobufReader reader, FieldKind kind)
    {
        switch (kind)
        {
            case FieldKind.Varint:
                return Expect(reader, WireType.Varint);
            case FieldKind.Fixed32:
                return Expect(reader, WireType.Fixed32);
            case FieldKind.Fixed64:
                return Expect(reader, WireType.Fixed64);
            case FieldKind.Bytes:
                return Expect(reader, WireType.Length);
            case FieldKind.Text:
                return reader.Type == WireType.Length && !Utf8.IsValid(reader.Bytes) ? PayloadRejection.BadText : Expect(reader, WireType.Length);
            case FieldKind.DataTypes when reader.Type == WireType.Length:
                return CheckPackedTypes(reader.Bytes);
            case FieldKind.DataType:
            case FieldKind.DataTypes:
                return reader.Type == WireType.Varint && reader.Bits > (ulong)SparkplugDataType.DateTimeArray ? PayloadRejection.UnknownDataType : Expect(reader, WireType.Varint);
            default:
                return PayloadRejection.None;
        }
    }

    private static PayloadRejection Expect(in ProtobufReader reader, WireType type)
        => reader.Type == type ? PayloadRejection.None : PayloadRejection.WrongWireType;

    // Every assigned number is one byte long, so every other byte is none.
    private static PayloadRejection CheckPackedTypes(ReadOnlySpan<byte> types)
        => types.ContainsAnyExceptInRange((byte)0, (byte)SparkplugDataType.DateTimeArray) ? PayloadRejection.UnknownDataType : PayloadRejection.None;
}
