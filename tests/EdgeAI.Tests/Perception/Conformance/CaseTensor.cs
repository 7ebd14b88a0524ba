using System.Buffers.Binary;
using EdgeAI.Perception.Onnx;
using EdgeAI.Perception.Sessions;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace EdgeAI.Tests.Perception.Conformance;

/// <summary>An input or output that comes with an operator case: a TensorProto in a file of its own.</summary>
internal sealed record CaseTensor(TensorElementType Type, int[] Shape, byte[] Data)
{
    /// <summary>Reads one; null where it is a sequence, an optional value, or has elements without a fixed size.</summary>
    public static CaseTensor? Read(string path)
    {
        List<long> sizes = [];
        List<byte> data = [];
        TensorElementType type = TensorElementType.DataTypeMax;
        ProtobufFields fields = new(File.ReadAllBytes(path));
        while (fields.Next())
        {
            switch (fields.Number)
            {
                case 1 when fields.IsMessage && sizes.Count == 0 && type == TensorElementType.DataTypeMax && fields.Bytes.Length > 64:
                    // A sequence's first tensor stands where a tensor's first size would.
                    return null;
                case 1:
                    fields.AddTo(sizes, int.MaxValue);
                    break;
                case 2:
                    type = (TensorElementType)fields.Value;
                    break;
                case 4 or 10:
                    data.AddRange(fields.Bytes);
                    break;
                case 5 or 7 or 11:
                    List<long> values = [];
                    fields.AddTo(values, int.MaxValue);
                    values.ForEach(value => Append(data, value, type));
                    break;
                case 9:
                    data.AddRange(fields.Bytes);
                    break;
            }
        }

        return ElementType.TryOf(type, out _) ? new CaseTensor(type, [.. sizes.Select(static size => (int)size)], [.. data]) : null;
    }

    private static void Append(List<byte> data, long value, TensorElementType type)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        ElementType.TryOf(type, out TensorElement element);
        data.AddRange(bytes[..ElementType.BytesOf(element)]);
    }
}
