using System.Text;

namespace EdgeAI.Perception.Onnx;

/// <summary>An ONNX file's graph (onnx.proto3, IR version 3 and later): nodes in the file's order, constants, one input's shape. Read without a package.</summary>
internal sealed class OnnxGraph
{
    /// <summary>The operations.</summary>
    public List<OnnxNode> Nodes { get; } = [];

    /// <summary>The constants by name.</summary>
    public Dictionary<string, OnnxTensor> Constants { get; } = [];

    /// <summary>The inputs that are not constants: name and shape, 0 for a size that the file leaves open.</summary>
    public List<(string Name, int[] Shape)> Inputs { get; } = [];

    /// <summary>The names of the outputs.</summary>
    public List<string> Outputs { get; } = [];

    /// <summary>Reads a file's bytes; null where they are no ONNX model. Never throws for what the bytes hold.</summary>
    public static OnnxGraph? Read(ReadOnlySpan<byte> bytes)
    {
        OnnxGraph? graph = null;
        ProtobufFields model = new(bytes);
        while (model.Next())
        {
            if (model.Number == 7)
            {
                graph = new OnnxGraph();
                if (!graph.TryReadGraph(model.Bytes))
                {
                    return null;
                }
            }
        }

        graph?.Inputs.RemoveAll(input => graph.Constants.ContainsKey(input.Name));
        return model.IsDamaged ? null : graph;
    }

    private bool TryReadGraph(ReadOnlySpan<byte> bytes)
    {
        ProtobufFields fields = new(bytes);
        while (fields.Next())
        {
            switch (fields.Number)
            {
                case 1:
                    if (OnnxNode.Read(fields.Bytes) is not { } node)
                    {
                        return false;
                    }

                    Nodes.Add(node);
                    break;
                case 5:
                    if (OnnxTensor.Read(fields.Bytes) is not { } tensor)
                    {
                        return false;
                    }

                    Constants[tensor.Name] = tensor;
                    break;
                case 11:
                    Inputs.Add(ReadValue(fields.Bytes));
                    break;
                case 12:
                    Outputs.Add(ReadValue(fields.Bytes).Name);
                    break;
            }
        }

        return !fields.IsDamaged;
    }

    // ValueInfoProto: name 1, type 2; TypeProto: tensor_type 1; TypeProto.Tensor: shape 2; TensorShapeProto: dim 1; Dimension: dim_value 1.
    private static (string Name, int[] Shape) ReadValue(ReadOnlySpan<byte> bytes)
    {
        string name = "";
        List<int> shape = [];
        ProtobufFields value = new(bytes);
        while (value.Next())
        {
            if (value.Number == 1)
            {
                name = Encoding.UTF8.GetString(value.Bytes);
            }
            else if (value.Number == 2)
            {
                ProtobufFields dimensions = new(ProtobufFields.Inner(ProtobufFields.Inner(value.Bytes, 1), 2));
                while (dimensions.Next())
                {
                    ProtobufFields dimension = new(dimensions.Bytes);
                    bool isStated = dimension.Next() && dimension.Number == 1;
                    shape.Add(isStated ? (int)Math.Min(dimension.Value, int.MaxValue) : 0);
                }
            }
        }

        return (name, [.. shape]);
    }
}
