using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace EdgeAI.Perception.Onnx;

/// <summary>As much of a TensorProto as it takes to judge it: its shape against the length of its data, and the integers of a short one.</summary>
internal sealed class OnnxTensorSketch
{
    // onnx.proto3, TensorProto.DataType.
    private const int Text = 8;
    private const int Int64 = 7;

    // data_type, segment, name, raw_data, doc_string, data_location.
    private const ulong Singular = (1UL << 2) | (1UL << 3) | (1UL << 8) | (1UL << 9) | (1UL << 12) | (1UL << 14);

    private OnnxTensorSketch()
    {
    }

    /// <summary>The name that nodes call it by.</summary>
    public string Name { get; private set; } = "";

    /// <summary>Whether its bytes end within a field.</summary>
    public bool IsDamaged { get; private set; }

    /// <summary>What contradicts itself; null where nothing does.</summary>
    public string? Fault { get; private set; }

    /// <summary>Where its data lies, if outside the file.</summary>
    public OnnxExternalData? External { get; private set; }

    /// <summary>Its values, where it is a short list of 64-bit integers: it may be a shape.</summary>
    public long[]? Integers { get; private set; }

    // TensorProto: dims 1, data_type 2, float_data 4, int32_data 5, string_data 6, int64_data 7, name 8, raw_data 9, double_data 10, uint64_data 11, external_data 13, data_location 14.
    public static OnnxTensorSketch Read(ReadOnlySpan<byte> bytes)
    {
        OnnxTensorSketch tensor = new();
        List<long> sizes = [];
        List<long> integers = [];
        Dictionary<string, string> external = new(StringComparer.Ordinal);
        ReadOnlySpan<byte> raw = default;
        int type = 0;
        bool isExternal = false;
        bool hasGoodPlace = true;
        bool hasRaw = false;
        bool hasTyped = false;
        ProtobufFields fields = new(bytes, Singular);
        while (fields.Next())
        {
            switch (fields.Number)
            {
                case 1:
                    fields.AddTo(sizes, OnnxLimits.Axes + 1);
                    break;
                case 2:
                    type = (int)fields.Value;
                    break;
                case 4 or 5 or 6 or 10 or 11:
                    hasTyped = true;
                    break;
                case 7:
                    hasTyped = true;
                    fields.AddTo(integers, (OnnxLimits.Axes * 2) + 1);
                    break;
                case 8:
                    tensor.Name = TextOf(fields.Bytes);
                    break;
                case 9:
                    raw = fields.Bytes;
                    hasRaw = true;
                    break;
                case 13 when fields.IsMessage:
                    hasGoodPlace &= TryAdd(external, fields.Bytes);
                    break;
                case 14:
                    // Protobuf cuts an enumeration to 32 bits, too.
                    isExternal = (int)fields.Value == 1;
                    break;
            }
        }

        tensor.IsDamaged = fields.IsDamaged;
        tensor.Fault = OnnxShapeRules.SizeFault(sizes);
        if (tensor.Fault is null && !tensor.IsDamaged)
        {
            long count = sizes.Aggregate(1L, static (product, size) => product * size);
            long? needed = BytesOf(type, count);
            if (!hasGoodPlace)
            {
                tensor.Fault = $"says twice where its data lies, or in more than {OnnxLimits.ExternalEntries} entries";
            }
            else if (isExternal)
            {
                tensor.TakeExternal(external, needed);
            }
            else
            {
                tensor.TakeOwn(type, count, needed, raw, hasRaw, hasTyped, integers);
            }
        }

        return tensor;
    }

    // Bytes of one element by TensorProto.DataType: float 1, uint8 2, int8 3, uint16 4, int16 5, int32 6, int64 7, string 8, bool 9, float16 10, double 11, uint32 12,
    // uint64 13, complex64 14, complex128 15, bfloat16 16, float8 17 to 20, uint4 21, int4 22.
    private static long? BytesOf(int type, long count) => type switch
    {
        2 or 3 or 9 or (>= 17 and <= 20) => count,
        4 or 5 or 10 or 16 => 2 * count,
        1 or 6 or 12 => 4 * count,
        7 or 11 or 13 or 14 => 8 * count,
        15 => 16 * count,
        21 or 22 => (count + 1) / 2,
        _ => null,
    };

    private void TakeOwn(int type, long count, long? needed, ReadOnlySpan<byte> raw, bool hasRaw, bool hasTyped, List<long> integers)
    {
        if (hasRaw && needed is { } length && raw.Length != length)
        {
            Fault = $"has {raw.Length} bytes of data where its shape needs {length}";
        }
        else if (!hasRaw && !hasTyped && count > 0 && type != Text)
        {
            Fault = $"has no data where its shape has {count} elements";
        }
        else if (type == Int64 && count <= OnnxLimits.Axes * 2)
        {
            Integers = hasRaw ? IntegersOf(raw) : [.. integers];
            Fault = Integers.Length == count ? null : $"has {Integers.Length} numbers where its shape has {count} elements";
        }
    }

    private void TakeExternal(Dictionary<string, string> external, long? needed)
    {
        bool isGood = Number(external, "offset", out long? offset) & Number(external, "length", out long? length);
        if (!isGood || !external.TryGetValue("location", out string? location))
        {
            Fault = "lies outside the file at no place that can be read";
            return;
        }

        External = new OnnxExternalData(Name, location, offset ?? 0, length, needed);
    }

    private static bool Number(Dictionary<string, string> external, string key, out long? number)
    {
        number = null;
        if (!external.TryGetValue(key, out string? text))
        {
            return true;
        }

        bool isNumber = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long value);
        number = value;
        return isNumber;
    }

    // StringStringEntryProto: key 1, value 2.
    private static bool TryAdd(Dictionary<string, string> external, ReadOnlySpan<byte> bytes) =>
        external.Count < OnnxLimits.ExternalEntries
        && ProtobufFields.IsSound(bytes, (1UL << 1) | (1UL << 2))
        && external.TryAdd(TextOf(ProtobufFields.Inner(bytes, 1)), TextOf(ProtobufFields.Inner(bytes, 2)));

    private static string TextOf(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes[..Math.Min(bytes.Length, OnnxLimits.TextBytes)]);

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
