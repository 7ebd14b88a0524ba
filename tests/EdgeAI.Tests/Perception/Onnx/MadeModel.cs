using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace EdgeAI.Tests.Perception.Onnx;

/// <summary>An ONNX model that a test makes: IR version 8, operator set 17. A size of -1 is open.</summary>
internal sealed class MadeModel
{
    private readonly OnnxMessage _graph = new OnnxMessage().Text(2, "made");
    private readonly int _opset;

    public MadeModel(int opset = 17)
    {
        _opset = opset;
    }

    /// <summary>An input through one operator to an output of the same shape.</summary>
    public static byte[] OneStep(string name, TensorElementType element, params long[] shape) =>
        new MadeModel().Input("x", element, shape).Output("y", element, shape).Node(name, ["x"], ["y"]).ToArray();

    public static OnnxMessage Attribute(string name, long value) => new OnnxMessage().Text(1, name).Integer(3, value).Integer(20, 2);

    public static OnnxMessage Attribute(string name, long[] values)
    {
        OnnxMessage attribute = new OnnxMessage().Text(1, name).Integer(20, 7);
        Array.ForEach(values, value => attribute.Integer(8, value));
        return attribute;
    }

    public static OnnxMessage Graph(string name, OnnxMessage graph) => new OnnxMessage().Text(1, name).Message(6, graph).Integer(20, 5);

    public static OnnxMessage Tensor(string name, TensorElementType element, long[] shape, ReadOnlySpan<byte> data)
    {
        OnnxMessage tensor = new OnnxMessage().Integer(2, (int)element).Text(8, name);
        Array.ForEach(shape, size => tensor.Integer(1, size));
        return tensor.Bytes(9, data);
    }

    public static OnnxMessage Outside(string name, long[] shape, params (string Key, string Value)[] place)
    {
        OnnxMessage tensor = new OnnxMessage().Integer(2, (int)TensorElementType.Float).Text(8, name).Integer(14, 1);
        Array.ForEach(shape, size => tensor.Integer(1, size));
        Array.ForEach(place, entry => tensor.Message(13, new OnnxMessage().Text(1, entry.Key).Text(2, entry.Value)));
        return tensor;
    }

    public MadeModel Input(string name, TensorElementType element, params long[] shape) => Value(11, name, element, shape);

    public MadeModel Output(string name, TensorElementType element, params long[] shape) => Value(12, name, element, shape);

    public MadeModel Shape(string name, params long[] values) => Constant(Tensor(name, TensorElementType.Int64, [values.Length], MemoryMarshal.AsBytes(values.AsSpan())));

    public MadeModel Constant(OnnxMessage tensor)
    {
        _graph.Message(5, tensor);
        return this;
    }

    public MadeModel Node(string name, string[] inputs, string[] outputs, params OnnxMessage[] attributes)
    {
        _graph.Message(1, NodeOf(name, inputs, outputs, attributes));
        return this;
    }

    public static OnnxMessage NodeOf(string name, string[] inputs, string[] outputs, params OnnxMessage[] attributes)
    {
        OnnxMessage node = new();
        Array.ForEach(inputs, input => node.Text(1, input));
        Array.ForEach(outputs, output => node.Text(2, output));
        node.Text(4, name);
        Array.ForEach(attributes, attribute => node.Message(5, attribute));
        return node;
    }

    public MadeModel Value(int field, OnnxMessage value)
    {
        _graph.Message(field, value);
        return this;
    }

    public byte[] ToArray() => new OnnxMessage()
        .Integer(1, 8)
        .Message(7, _graph)
        .Message(8, new OnnxMessage().Text(1, "").Integer(2, _opset))
        .ToArray();

    private MadeModel Value(int field, string name, TensorElementType element, long[] shape)
    {
        OnnxMessage sizes = new();
        foreach (long size in shape)
        {
            sizes.Message(1, size >= 0 ? new OnnxMessage().Integer(1, size) : new OnnxMessage().Text(2, "open"));
        }

        OnnxMessage tensor = new OnnxMessage().Integer(1, (int)element).Message(2, sizes);
        return Value(field, new OnnxMessage().Text(1, name).Message(2, new OnnxMessage().Message(1, tensor)));
    }
}
