using System.Text;

namespace EdgeAI.Tests.Perception.Onnx;

/// <summary>Writes one protobuf message, field by field.</summary>
internal sealed class OnnxMessage
{
    private readonly List<byte> _bytes = [];

    public byte[] ToArray() => [.. _bytes];

    public OnnxMessage Integer(int field, long value) => Key(field, 0).Varint((ulong)value);

    public OnnxMessage Text(int field, string text) => Bytes(field, Encoding.UTF8.GetBytes(text));

    public OnnxMessage Message(int field, OnnxMessage inner) => Bytes(field, inner.ToArray());

    public OnnxMessage Real(int field, float value)
    {
        Key(field, 5);
        _bytes.AddRange(BitConverter.GetBytes(value));
        return this;
    }

    public OnnxMessage Bytes(int field, ReadOnlySpan<byte> bytes)
    {
        Key(field, 2).Varint((ulong)bytes.Length);
        _bytes.AddRange(bytes);
        return this;
    }

    /// <summary>A field whose key has bits beyond the 32 that protobuf reads.</summary>
    public OnnxMessage LongKey(int field, OnnxMessage inner)
    {
        byte[] bytes = inner.ToArray();
        Varint((1UL << 32) | ((ulong)field << 3) | 2).Varint((ulong)bytes.Length);
        _bytes.AddRange(bytes);
        return this;
    }

    private OnnxMessage Key(int field, int kind) => Varint(((ulong)field << 3) | (uint)kind);

    private OnnxMessage Varint(ulong value)
    {
        for (; value >= 0x80; value >>= 7)
        {
            _bytes.Add((byte)(value | 0x80));
        }

        _bytes.Add((byte)value);
        return this;
    }
}
