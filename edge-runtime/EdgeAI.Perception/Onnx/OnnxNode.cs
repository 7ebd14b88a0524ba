using System.Text;

namespace EdgeAI.Perception.Onnx;

/// <summary>One operation of an ONNX graph.</summary>
internal sealed class OnnxNode
{
    private readonly Dictionary<string, float> _floats = [];
    private readonly Dictionary<string, long[]> _integers = [];
    private readonly Dictionary<string, string> _texts = [];

    private OnnxNode()
    {
    }

    /// <summary>Its name; may be empty.</summary>
    public string Name { get; private set; } = "";

    /// <summary>The operator: Conv, Gemm...</summary>
    public string Operator { get; private set; } = "";

    /// <summary>The operator's set; empty for ONNX's own.</summary>
    public string Domain { get; private set; } = "";

    /// <summary>What it takes.</summary>
    public List<string> Inputs { get; } = [];

    /// <summary>What it gives.</summary>
    public List<string> Outputs { get; } = [];

    /// <summary>The tensor of a Constant; null where there is none.</summary>
    public OnnxTensor? Value { get; private set; }

    /// <summary>How a line to a person names it.</summary>
    public string Title => Name.Length == 0 ? $"{Operator} (unnamed)" : $"{Operator} '{Name}'";

    /// <summary>The names of its attributes.</summary>
    public IEnumerable<string> Attributes => _floats.Keys.Concat(_integers.Keys).Concat(_texts.Keys);

    /// <summary>Reads a NodeProto; null where the bytes are damaged.</summary>
    public static OnnxNode? Read(ReadOnlySpan<byte> bytes)
    {
        OnnxNode node = new();
        ProtobufFields fields = new(bytes);
        while (fields.Next())
        {
            switch (fields.Number)
            {
                case 1:
                    node.Inputs.Add(Text(fields.Bytes));
                    break;
                case 2:
                    node.Outputs.Add(Text(fields.Bytes));
                    break;
                case 3:
                    node.Name = Text(fields.Bytes);
                    break;
                case 4:
                    node.Operator = Text(fields.Bytes);
                    break;
                case 5 when !node.TryReadAttribute(fields.Bytes):
                    return null;
                case 7:
                    node.Domain = Text(fields.Bytes);
                    break;
            }
        }

        return fields.IsDamaged ? null : node;
    }

    /// <summary>An integer attribute.</summary>
    public long Integer(string name, long otherwise) => _integers.TryGetValue(name, out long[]? values) && values.Length == 1 ? values[0] : otherwise;

    /// <summary>A row of integers; null where it is not stated.</summary>
    public long[]? Integers(string name) => _integers.GetValueOrDefault(name);

    /// <summary>A float attribute.</summary>
    public float Float(string name, float otherwise) => _floats.GetValueOrDefault(name, otherwise);

    /// <summary>A text attribute.</summary>
    public string Text(string name, string otherwise) => _texts.GetValueOrDefault(name, otherwise);

    private static string Text(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes);

    // onnx.proto3, AttributeProto: name 1, f 2, i 3, s 4, t 5, ints 8.
    private bool TryReadAttribute(ReadOnlySpan<byte> bytes)
    {
        string name = "";
        List<long> integers = [];
        ProtobufFields fields = new(bytes);
        float? real = null;
        string? text = null;
        OnnxTensor? tensor = null;
        while (fields.Next())
        {
            switch (fields.Number)
            {
                case 1:
                    name = Text(fields.Bytes);
                    break;
                case 2:
                    real = BitConverter.UInt32BitsToSingle((uint)fields.Value);
                    break;
                case 3:
                case 8:
                    fields.AddTo(integers, OnnxLimits.ReadIntegers);
                    break;
                case 4:
                    text = Text(fields.Bytes);
                    break;
                case 5:
                    tensor = OnnxTensor.Read(fields.Bytes);
                    if (tensor is null)
                    {
                        return false;
                    }

                    break;
            }
        }

        Value = tensor ?? Value;
        if (real is { } value)
        {
            _floats[name] = value;
        }

        if (integers.Count > 0)
        {
            _integers[name] = [.. integers];
        }

        if (text is not null)
        {
            _texts[name] = text;
        }

        return !fields.IsDamaged;
    }
}
