using System.Buffers.Binary;
using System.Text;

namespace EdgeAI.Tests.Perception.Networks;

/// <summary>Writes small ONNX files: a chain of nodes from "x" on, each taking what the one before gives.</summary>
internal sealed class OnnxFile(params int[] inputShape)
{
    private readonly List<byte[]> _nodes = [];
    private readonly List<byte[]> _constants = [];
    private string _last = "x";
    private int _count;

    /// <summary>Adds a node.</summary>
    public OnnxFile Node(string type, (string Name, object Value)[] attributes, params (int[] Shape, float[] Values)[] constants)
    {
        List<byte> node = [.. Text(1, _last)];
        foreach ((int[] shape, float[] values) in constants)
        {
            string name = $"c{_constants.Count}";
            _constants.Add(Tensor(name, shape, values));
            node.AddRange(Text(1, name));
        }

        _count++;
        _last = $"t{_count}";
        node.AddRange([.. Text(2, _last), .. Text(3, $"node{_count}"), .. Text(4, type), .. attributes.SelectMany(static attribute => Attribute(attribute.Name, attribute.Value))]);
        _nodes.Add([.. node]);
        return this;
    }

    /// <summary>Adds a node without attributes.</summary>
    public OnnxFile Node(string type, params (int[] Shape, float[] Values)[] constants) => Node(type, [], constants);

    /// <summary>The file: opset 13, IR version 8.</summary>
    /// <param name="outputType">1 for float, 7 for 64-bit integers.</param>
    public byte[] Bytes(int outputType = 1)
    {
        byte[] graph = [
            .. _nodes.SelectMany(static node => Field(1, node)), .. Text(2, "graph"), .. _constants.SelectMany(static constant => Field(5, constant)),
            .. Field(11, Value("x", 1, inputShape)), .. Field(12, Value(_last, outputType, [0, 0]))];
        return [.. Number(1, 8), .. Field(7, graph), .. Field(8, [.. Text(1, ""), .. Number(2, 13)])];
    }

    private static byte[] Value(string name, int type, int[] shape)
    {
        // A size of 0 is left open.
        byte[] dimensions = [.. shape.SelectMany(static size => Field(1, size > 0 ? Number(1, (ulong)size) : Text(2, "n")))];
        return [.. Text(1, name), .. Field(2, Field(1, [.. Number(1, (ulong)type), .. Field(2, dimensions)]))];
    }

    private static byte[] Tensor(string name, int[] shape, float[] values)
    {
        byte[] raw = new byte[values.Length * 4];
        for (int index = 0; index < values.Length; index++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(raw.AsSpan(index * 4), values[index]);
        }

        return [.. shape.SelectMany(static size => Number(1, (ulong)size)), .. Number(2, 1), .. Text(8, name), .. Field(9, raw)];
    }

    // AttributeProto.type: 1 float, 2 int, 3 string, 7 ints.
    private static byte[] Attribute(string name, object value) => Field(5, value switch
    {
        int one => [.. Text(1, name), .. Number(3, (ulong)(long)one), .. Number(20, 2)],
        int[] several => [.. Text(1, name), .. several.SelectMany(static one => Number(8, (ulong)(long)one)), .. Number(20, 7)],
        string text => [.. Text(1, name), .. Text(4, text), .. Number(20, 3)],
        _ => throw new ArgumentException(name),
    });

    private static byte[] Text(int number, string text) => Field(number, Encoding.UTF8.GetBytes(text));

    private static byte[] Field(int number, byte[] bytes) => [.. Varint((ulong)((number << 3) | 2)), .. Varint((ulong)bytes.Length), .. bytes];

    private static byte[] Number(int number, ulong value) => [.. Varint((ulong)(number << 3)), .. Varint(value)];

    private static byte[] Varint(ulong value)
    {
        List<byte> bytes = [];
        for (; value >= 0x80; value >>= 7)
        {
            bytes.Add((byte)(value | 0x80));
        }

        return [.. bytes, (byte)value];
    }
}
