using System.Text;

namespace EdgeAI.Perception.Onnx;

/// <summary>
/// Reads a whole ONNX file once before OnnxRuntime sees it and refuses what could harm the process: bytes that are no model, graphs without
/// end, shapes that no machine has room for, weights outside the folder. Field numbers are those of onnx.proto3. Any bytes give a verdict;
/// nothing is thrown and the memory taken is bounded by the file's length.
/// </summary>
internal sealed class OnnxScan
{
    // The fields that may stand once, by message: ir_version and graph; name and op_type; name, f, i, s, t, g, doc_string, tp, type and sparse_tensor; values and indices.
    private const ulong OfModel = (1UL << 1) | (1UL << 7);
    private const ulong OfNode = (1UL << 3) | (1UL << 4);
    private const ulong OfAttribute = (0x3FUL << 1) | (1UL << 13) | (1UL << 14) | (1UL << 20) | (1UL << 22);
    private const ulong OfSparse = (1UL << 1) | (1UL << 2);

    // ValueInfoProto: name, type; TypeProto: tensor_type; TypeProto.Tensor: elem_type, shape; Dimension: dim_value, dim_param.
    private const ulong OfTyped = (1UL << 1) | (1UL << 2);

    private readonly OnnxShapeRules _shapes = new();
    private readonly List<OnnxExternalData> _externals = [];
    private int _nodes;

    private OnnxScan()
    {
    }

    /// <summary>Why the file is refused.</summary>
    public OnnxFault Fault { get; private set; }

    /// <summary>What is wrong, as a part of a line; empty where nothing is.</summary>
    public string Reason { get; private set; } = "";

    /// <summary>The weights that lie outside the file.</summary>
    public IReadOnlyList<OnnxExternalData> Externals => _externals;

    /// <summary>Reads a file's bytes.</summary>
    public static OnnxScan Of(ReadOnlySpan<byte> bytes)
    {
        OnnxScan scan = new();
        scan.ReadModel(bytes);
        return scan;
    }

    // ModelProto: ir_version 1, graph 7, opset_import 8, metadata_props 14, training_info 20, functions 25.
    private void ReadModel(ReadOnlySpan<byte> bytes)
    {
        bool hasGraph = false;
        ProtobufFields model = new(bytes, OfModel);
        while (Fault == OnnxFault.None && model.Next())
        {
            switch (model.Number)
            {
                case 7 when model.IsMessage:
                    hasGraph = true;
                    ReadGraph(model.Bytes, 0);
                    break;
                case 25 when model.IsMessage:
                    ReadFunction(model.Bytes);
                    break;
            }
        }

        if (model.IsDamaged)
        {
            Refuse(OnnxFault.Damaged, "the file ends within a field, has one twice, or its bytes are no protobuf");
        }
        else if (!hasGraph)
        {
            Refuse(OnnxFault.Damaged, "there is no graph in it");
        }
    }

    // FunctionProto: node 7, attribute_proto 11.
    private void ReadFunction(ReadOnlySpan<byte> bytes)
    {
        ProtobufFields function = new(bytes);
        while (Fault == OnnxFault.None && function.Next())
        {
            if (function.Number == 7 && function.IsMessage)
            {
                ReadNode(function.Bytes, 1);
            }
            else if (function.Number == 11 && function.IsMessage)
            {
                ReadAttribute(function.Bytes, new OnnxNodeSketch(), 1);
            }
        }

        RefuseDamage(function.IsDamaged, "a function");
    }

    // GraphProto: node 1, initializer 5, input 11, output 12, value_info 13, sparse_initializer 15. Constants come first: nodes ask for them.
    private void ReadGraph(ReadOnlySpan<byte> bytes, int depth)
    {
        if (depth > OnnxLimits.Depth)
        {
            Refuse(OnnxFault.TooComplex, $"its graphs nest deeper than {OnnxLimits.Depth}");
            return;
        }

        ProtobufFields constants = new(bytes);
        while (Fault == OnnxFault.None && constants.Next())
        {
            switch (constants.Number)
            {
                case 5 when constants.IsMessage:
                    ReadTensor(constants.Bytes, null);
                    break;
                case 11 or 12 or 13 when constants.IsMessage:
                    ReadValue(constants.Bytes);
                    break;
                case 15 when constants.IsMessage:
                    ReadSparse(constants.Bytes);
                    break;
            }
        }

        RefuseDamage(constants.IsDamaged, "a graph");
        ProtobufFields nodes = new(bytes);
        while (Fault == OnnxFault.None && nodes.Next())
        {
            if (nodes.Number == 1 && nodes.IsMessage)
            {
                ReadNode(nodes.Bytes, depth);
            }
        }
    }

    // NodeProto: input 1, output 2, op_type 4, attribute 5.
    private void ReadNode(ReadOnlySpan<byte> bytes, int depth)
    {
        _nodes++;
        if (_nodes > OnnxLimits.Nodes)
        {
            Refuse(OnnxFault.TooComplex, $"it has more than {OnnxLimits.Nodes} operations");
            return;
        }

        OnnxNodeSketch node = new();
        ProtobufFields fields = new(bytes, OfNode);
        while (Fault == OnnxFault.None && fields.Next())
        {
            switch (fields.Number)
            {
                case 1 when node.Inputs.Count < OnnxLimits.Axes:
                    node.Inputs.Add(Text(fields.Bytes));
                    break;
                case 2:
                    node.Output ??= Text(fields.Bytes);
                    break;
                case 4:
                    node.Operator = Text(fields.Bytes);
                    break;
            }
        }

        RefuseDamage(fields.IsDamaged, "an operation");
        fields = new ProtobufFields(bytes);
        while (Fault == OnnxFault.None && fields.Next())
        {
            if (fields.Number == 5 && fields.IsMessage)
            {
                ReadAttribute(fields.Bytes, node, depth);
            }
        }

        if (Fault == OnnxFault.None && _shapes.FaultOf(node) is { } fault)
        {
            Refuse(OnnxFault.AbsurdShape, fault);
        }
    }

    // AttributeProto: name 1, i 3, t 5, g 6, ints 8, tensors 10, graphs 11, sparse_tensor 22, sparse_tensors 23.
    private void ReadAttribute(ReadOnlySpan<byte> bytes, OnnxNodeSketch node, int depth)
    {
        string name = "";
        List<long> integers = [];
        ProtobufFields fields = new(bytes, OfAttribute);
        while (Fault == OnnxFault.None && fields.Next())
        {
            switch (fields.Number)
            {
                case 1:
                    name = Text(fields.Bytes);
                    break;
                case 3 or 8:
                    fields.AddTo(integers, (OnnxLimits.Axes * 2) + 1);
                    break;
                case 5 or 10 when fields.IsMessage:
                    ReadTensor(fields.Bytes, node.Operator == "Constant" ? node.Output : null);
                    break;
                case 6 or 11 when fields.IsMessage:
                    ReadGraph(fields.Bytes, depth + 1);
                    break;
                case 22 or 23 when fields.IsMessage:
                    ReadSparse(fields.Bytes);
                    break;
            }
        }

        RefuseDamage(fields.IsDamaged, "an attribute");
        if (integers.Count is > 0 and <= OnnxLimits.Axes * 2)
        {
            node.Integers[name] = [.. integers];
            if (node.Operator == "Constant" && node.Output is { } output)
            {
                _shapes.Know(output, [.. integers]);
            }
        }
    }

    private void ReadTensor(ReadOnlySpan<byte> bytes, string? constantOf)
    {
        OnnxTensorSketch tensor = OnnxTensorSketch.Read(bytes);
        string name = tensor.Name.Length > 0 ? $"the constant '{Quotable(tensor.Name)}'" : "a constant";
        if (tensor.IsDamaged)
        {
            Refuse(OnnxFault.Damaged, $"{name} ends within a field or has one twice");
        }
        else if (tensor.Fault is { } fault)
        {
            Refuse(OnnxFault.AbsurdShape, $"{name} {fault}");
        }
        else if (tensor.External is { } external)
        {
            _externals.Add(external);
        }
        else if (tensor.Integers is { } integers)
        {
            _shapes.Know(constantOf ?? tensor.Name, integers);
        }
    }

    // SparseTensorProto: values 1, indices 2, dims 3.
    private void ReadSparse(ReadOnlySpan<byte> bytes)
    {
        List<long> sizes = [];
        ProtobufFields fields = new(bytes, OfSparse);
        while (Fault == OnnxFault.None && fields.Next())
        {
            switch (fields.Number)
            {
                case 1 or 2 when fields.IsMessage:
                    ReadTensor(fields.Bytes, null);
                    break;
                case 3:
                    fields.AddTo(sizes, OnnxLimits.Axes + 1);
                    break;
            }
        }

        RefuseDamage(fields.IsDamaged, "a sparse constant");
        if (OnnxShapeRules.SizeFault(sizes) is { } fault)
        {
            Refuse(OnnxFault.AbsurdShape, $"a sparse constant {fault}");
        }
    }

    // ValueInfoProto: name 1, type 2; TypeProto: tensor_type 1; TypeProto.Tensor: shape 2; TensorShapeProto: dim 1; Dimension: dim_value 1.
    private void ReadValue(ReadOnlySpan<byte> bytes)
    {
        string name = "";
        List<long> sizes = [];
        bool isSound = true;
        ProtobufFields value = new(bytes, OfTyped);
        while (value.Next())
        {
            if (value.Number == 1)
            {
                name = Text(value.Bytes);
            }
            else if (value.Number == 2)
            {
                ReadOnlySpan<byte> tensor = ProtobufFields.Inner(value.Bytes, 1);
                isSound &= ProtobufFields.IsSound(value.Bytes, OfTyped) && ProtobufFields.IsSound(tensor, OfTyped);
                ProtobufFields dimensions = new(ProtobufFields.Inner(tensor, 2));
                while (dimensions.Next())
                {
                    ProtobufFields dimension = new(dimensions.Bytes, OfTyped);
                    while (dimension.Next())
                    {
                        if (dimension.Number == 1 && (long)dimension.Value > 0 && sizes.Count <= OnnxLimits.Axes)
                        {
                            sizes.Add((long)dimension.Value);
                        }
                    }

                    isSound &= !dimension.IsDamaged;
                }

                isSound &= !dimensions.IsDamaged;
            }
        }

        RefuseDamage(value.IsDamaged || !isSound, "an input or output");
        if (OnnxShapeRules.SizeFault(sizes) is { } fault)
        {
            Refuse(OnnxFault.AbsurdShape, $"'{Quotable(name)}' {fault}");
        }
    }

    // What a damaged file has for a name may be its weights: the refusal stays one line that can be read.
    private static string Quotable(string name)
    {
        string beginning = name.Length > OnnxLimits.QuotedCharacters ? name[..OnnxLimits.QuotedCharacters] + "..." : name;
        return string.Concat(beginning.Select(static character => char.IsControl(character) ? '?' : character));
    }

    private static string Text(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes[..Math.Min(bytes.Length, OnnxLimits.TextBytes)]);

    private void RefuseDamage(bool isDamaged, string what)
    {
        if (isDamaged)
        {
            Refuse(OnnxFault.Damaged, $"{what} in it ends within a field or has one twice");
        }
    }

    private void Refuse(OnnxFault fault, string reason)
    {
        if (Fault == OnnxFault.None)
        {
            Fault = fault;
            Reason = reason;
        }
    }
}
