using System.Buffers.Binary;

namespace EdgeAI.Perception.Onnx;

/// <summary>A constant of an ONNX graph: float or 64-bit integer, whichever the file says.</summary>
internal sealed class OnnxTensor
{
    // onnx.proto3, TensorProto.DataType.
    private const int Float = 1;
    private const int Int64 = 7;

    private OnnxTensor(string name, int[] shape)
    {
        Name = name;
        Shape = shape;
    }

    /// <summary>The name that nodes call it by.</summary>
    public string Name { get; }

    /// <summary>The size along each axis.</summary>
    public int[] Shape { get; }

    /// <summary>Its floats, row-major; empty where it holds integers or another type.</summary>
    public float[] Floats { get; private init; } = [];

    /// <summary>Its integers; empty where it holds floats or another type.</summary>
    public long[] Integers { get; private init; } = [];

    /// <summary>Reads a TensorProto; null where the bytes are damaged or the data is not as long as the shape says.</summary>
    public static OnnxTensor? Read(ReadOnlySpan<byte> bytes)
    {
        string name = "";
        int type = 0;
        List<long> dimensions = [];
        List<long> integers = [];
        List<float> floats = [];
        ProtobufFields fields = new(bytes);
        ReadOnlySpan<byte> raw = default;
        while (fields.Next())
        {
            switch (fields.Number)
            {
                case 1:
                    fields.AddTo(dimensions, OnnxLimits.ReadIntegers);
                    break;
                case 2:
                    type = (int)fields.Value;
                    break;
                case 4 when fields.Bytes.IsEmpty:
                    floats.Add(BitConverter.UInt32BitsToSingle((uint)fields.Value));
                    break;
                case 4:
                    floats.AddRange(FloatsOf(fields.Bytes));
                    break;
                case 7:
                    fields.AddTo(integers, OnnxLimits.ReadIntegers);
                    break;
                case 8:
                    name = System.Text.Encoding.UTF8.GetString(fields.Bytes);
                    break;
                case 9:
                    raw = fields.Bytes;
                    break;
            }
        }

        long count = dimensions.Aggregate(1L, static (product, size) => size is >= 0 and <= 1 << 24 && product <= 1 << 24 ? product * size : long.MaxValue);
        if (fields.IsDamaged || count > 1 << 24)
        {
            return null;
        }

        float[] values = type != Float ? [] : raw.IsEmpty ? [.. floats] : FloatsOf(raw);
        long[] whole = type != Int64 ? [] : raw.IsEmpty ? [.. integers] : IntegersOf(raw);
        return (type == Float && values.Length != count) || (type == Int64 && whole.Length != count)
            ? null
            : new OnnxTensor(name, [.. dimensions.Select(static size => (int)size)]) { Floats = values, Integers = whole };
    }

    private static float[] FloatsOf(ReadOnlySpan<byte> raw)
    {
        float[] values = new float[raw.Length / 4];
        for (int index = 0; index < values.Length; index++)
        {
            values[index] = BinaryPrimitives.ReadSingleLittleEndian(raw[(index * 4)..]);
        }

        return values;
    }

    private static long[] IntegersOf(ReadOnlySpan<byte> raw)
    {
        long[] values = new long[raw.Length / 8];
        for (int index = 0; index < values.Length; index++)
        {
            values[index] = BinaryPrimitives.ReadInt64LittleEndian(raw[(index * 8)..]);
        }

        return values;
    }
}
