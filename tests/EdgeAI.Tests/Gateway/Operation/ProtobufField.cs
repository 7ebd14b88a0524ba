using System.Buffers.Binary;
using System.Text;

namespace EdgeAI.Tests.Gateway.Operation;

/// <summary>One field of a protobuf message as it is on the wire (protobuf's "Encoding"): its number, and its value by kind.</summary>
internal readonly record struct ProtobufField(int Number, long Fixed, ReadOnlyMemory<byte> Bytes)
{
    public string Text => Encoding.UTF8.GetString(Bytes.Span);

    public double Double => BitConverter.Int64BitsToDouble(Fixed);

    /// <summary>The fields of a message, in their order.</summary>
    public static IEnumerable<ProtobufField> All(ReadOnlyMemory<byte> message)
    {
        for (int at = 0; at < message.Length;)
        {
            ulong key = Varint(message.Span, ref at);
            int number = (int)(key >> 3);
            switch (key & 7)
            {
                case 0:
                    yield return new ProtobufField(number, (long)Varint(message.Span, ref at), default);
                    break;
                case 1:
                    yield return new ProtobufField(number, BinaryPrimitives.ReadInt64LittleEndian(message.Span[at..]), default);
                    at += sizeof(long);
                    break;
                case 2:
                    int length = (int)Varint(message.Span, ref at);
                    yield return new ProtobufField(number, 0, message.Slice(at, length));
                    at += length;
                    break;
                case 5:
                    yield return new ProtobufField(number, BinaryPrimitives.ReadInt32LittleEndian(message.Span[at..]), default);
                    at += sizeof(int);
                    break;
                default:
                    throw new InvalidDataException($"field {number} has wire type {key & 7}");
            }
        }
    }

    private static ulong Varint(ReadOnlySpan<byte> message, ref int at)
    {
        ulong value = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte part = message[at++];
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
            {
                return value;
            }
        }
    }
}
