using EdgeAI.Device.Networks;
using EdgeAI.Perception.Onnx;

namespace EdgeAI.Perception.Networks;

/// <summary>
/// Reads a graph as the chain of layers that a board can run: Conv (1-D), Gemm, MatMul with Add, Relu, MaxPool, AveragePool, Flatten or
/// Reshape to a row, Softmax or ArgMax at the end. Anything else is refused, by operator and name.
/// </summary>
internal sealed class OnnxChain
{
    private readonly OnnxGraph _graph;
    private readonly List<FloatLayer> _layers = [];
    private string _tensor;
    private int[] _shape;
    private bool _endsInSoftmax;
    private bool _endsInArgMax;

    private OnnxChain(OnnxGraph graph)
    {
        _graph = graph;
        (_tensor, int[] shape) = graph.Inputs[0];
        _shape = [.. shape.Skip(1)];
    }

    /// <summary>Reads a graph.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="network">The network, or null.</param>
    /// <param name="problem">What cannot be converted and the mend; empty on success.</param>
    public static bool TryRead(OnnxGraph graph, out FloatNetwork? network, out string problem)
    {
        network = null;
        if (graph.Inputs.Count != 1 || graph.Outputs.Count != 1)
        {
            problem = $"has {graph.Inputs.Count} inputs and {graph.Outputs.Count} outputs: a board's network takes one and gives one";
            return false;
        }

        (string name, int[] shape) = graph.Inputs[0];
        if (shape.Length is not (2 or 3) || shape[0] > 1 || shape.Skip(1).Any(static size => size is < 1 or > 4096))
        {
            problem = $"input '{name}' has the shape [{string.Join(", ", shape)}]: export it as [1, values] or [1, channels, samples] with fixed sizes";
            return false;
        }

        OnnxChain chain = new(graph);
        try
        {
            problem = graph.Nodes.Select(chain.Take).FirstOrDefault(static fault => fault is not null) ?? chain.Fault();
        }
        catch (ArgumentException refusal)
        {
            // A shape that the board's layers refuse, in their words.
            problem = refusal.Message;
        }

        if (problem.Length == 0)
        {
            network = new FloatNetwork(name, [1, .. shape.Skip(1)], graph.Outputs[0], chain._layers, chain._endsInSoftmax, chain._endsInArgMax);
        }

        return network is not null;
    }

    private string Fault() => _tensor != _graph.Outputs[0] ? $"output '{_graph.Outputs[0]}' is not the end of the chain that begins at the input: simplify the graph"
        : _layers.Count == 0 ? "has no layer to convert"
        : "";

    private string? Take(OnnxNode node)
    {
        if (node.Operator == "Constant" && node.Value is { } value && node.Outputs.Count == 1)
        {
            _graph.Constants[node.Outputs[0]] = value;
            return null;
        }

        if (node.Inputs.Count == 0 || node.Outputs.Count == 0 || node.Inputs[0] != _tensor || node.Domain.Length != 0)
        {
            return Refuse(node, $"does not take '{_tensor}', the output of the step before it: only a plain chain of layers can be converted");
        }

        if (_endsInSoftmax || _endsInArgMax)
        {
            return Refuse(node, "follows a Softmax or an ArgMax, which can only stand at the end");
        }

        string? fault = node.Operator switch
        {
            "Conv" => TakeConvolution(node),
            "Gemm" => TakeGemm(node),
            "MatMul" => TakeMatMul(node),
            "Add" => TakeAdd(node),
            "Relu" => TakeRelu(node),
            "MaxPool" or "AveragePool" => TakePooling(node),
            "Flatten" or "Reshape" => TakeFlatten(node),
            "Identity" or "Dropout" => null,
            "Softmax" or "ArgMax" => TakeEnd(node),
            _ => Refuse(node, "is not an operator that a board runs (Conv, Gemm, MatMul, Add, Relu, MaxPool, AveragePool, Flatten, Reshape, Softmax, ArgMax)"),
        };
        _tensor = node.Outputs[0];
        return fault;
    }

    private static string Refuse(OnnxNode node, string reason) => $"{node.Title} cannot be converted: {reason}";

    private int Length => _shape.Aggregate(1, static (product, size) => product * size);

    private OnnxTensor? Constant(OnnxNode node, int input, int axes) =>
        input < node.Inputs.Count && _graph.Constants.TryGetValue(node.Inputs[input], out OnnxTensor? tensor) && tensor.Floats.Length > 0 && tensor.Shape.Length == axes
        && tensor.Floats.All(float.IsFinite) ? tensor : null;

    private string? TakeConvolution(OnnxNode node)
    {
        OnnxTensor? weights = Constant(node, 1, 3);
        OnnxTensor? biases = Constant(node, 2, 1);
        if (weights is null || (node.Inputs.Count > 2 && node.Inputs[2].Length > 0 && biases is null))
        {
            return Refuse(node, "needs constant float weights [outputs, channels, kernel] and constant biases, all finite: only 1-D convolutions can be converted");
        }

        if (_shape.Length != 2 || weights.Shape[1] != _shape[0])
        {
            return Refuse(node, $"takes {weights.Shape[1]} channels where the step before gives the shape [{string.Join(", ", _shape)}] (groups cannot be converted)");
        }

        if (node.Integer("group", 1) != 1 || node.Integer("dilations", 1) != 1 || node.Text("auto_pad", "NOTSET") is not ("NOTSET" or "VALID"))
        {
            return Refuse(node, "has groups, dilations or automatic padding: export it without them");
        }

        long[] pads = node.Integers("pads") ?? [0, 0];
        if (biases is not null && biases.Floats.Length != weights.Shape[0])
        {
            return Refuse(node, "has another number of biases than outputs");
        }

        ConvolutionShape shape = new(
            _shape[0], _shape[1], weights.Shape[0], weights.Shape[2], Whole(node.Integer("strides", 1)), Whole(pads[0]), Whole(pads[^1]));
        Add(node, FloatLayerKind.Convolution, shape.OutputChannels, shape.OutputSamples);
        _layers[^1] = _layers[^1] with { Weights = weights.Floats, Biases = biases?.Floats ?? new float[shape.OutputChannels], Convolution = shape };
        return null;
    }

    private string? TakeGemm(OnnxNode node)
    {
        OnnxTensor? weights = Constant(node, 1, 2);
        OnnxTensor? biases = Constant(node, 2, 1);
        bool hasBiases = node.Inputs.Count > 2 && node.Inputs[2].Length > 0;
        if (weights is null || (hasBiases && biases is null))
        {
            return Refuse(node, "needs constant float weights of two axes and constant biases of one, all finite");
        }

        if (node.Integer("transA", 0) != 0 || node.Float("alpha", 1) != 1 || (hasBiases && node.Float("beta", 1) != 1))
        {
            return Refuse(node, "has transA, alpha or beta: export it without them");
        }

        return TakeDense(node, weights, node.Integer("transB", 0) != 0, biases?.Floats);
    }

    private string? TakeMatMul(OnnxNode node) =>
        Constant(node, 1, 2) is { } weights ? TakeDense(node, weights, false, null) : Refuse(node, "needs constant float weights of two axes, all finite");

    private string? TakeDense(OnnxNode node, OnnxTensor weights, bool outputsFirst, float[]? biases)
    {
        int outputs = weights.Shape[outputsFirst ? 0 : 1];
        int inputs = weights.Shape[outputsFirst ? 1 : 0];
        if (_shape.Length != 1 || inputs != _shape[0] || (biases is not null && biases.Length != outputs))
        {
            return Refuse(node, $"takes {inputs} values where the step before gives the shape [{string.Join(", ", _shape)}], or its biases do not fit");
        }

        float[] table = weights.Floats;
        if (!outputsFirst)
        {
            table = new float[inputs * outputs];
            for (int index = 0; index < table.Length; index++)
            {
                table[index] = weights.Floats[(index % inputs * outputs) + (index / inputs)];
            }
        }

        Add(node, FloatLayerKind.Dense, outputs);
        _layers[^1] = _layers[^1] with { Weights = table, Biases = biases ?? new float[outputs] };
        return null;
    }

    private string? TakeAdd(OnnxNode node)
    {
        if (_layers.Count == 0 || _layers[^1] is not { Kind: FloatLayerKind.Dense, IsRectified: false } dense || _shape.Length != 1
            || Constant(node, 1, 1) is not { } biases || biases.Floats.Length != dense.Outputs)
        {
            return Refuse(node, "can only add constant biases to the MatMul right before it");
        }

        _layers[^1] = dense with { Biases = [.. dense.Biases.Zip(biases.Floats, static (one, other) => one + other)] };
        return null;
    }

    private string? TakeRelu(OnnxNode node)
    {
        if (_layers.Count > 0 && _layers[^1].IsWeighted)
        {
            _layers[^1] = _layers[^1] with { IsRectified = true };
        }
        else
        {
            Add(node, FloatLayerKind.Rectifier, _shape);
        }

        return null;
    }

    private string? TakePooling(OnnxNode node)
    {
        long[] kernel = node.Integers("kernel_shape") ?? [];
        if (_shape.Length != 2 || kernel.Length != 1 || (node.Integers("pads") ?? []).Any(static pad => pad != 0) || node.Integer("ceil_mode", 0) != 0
            || node.Integer("dilations", 1) != 1 || node.Text("auto_pad", "NOTSET") is not ("NOTSET" or "VALID"))
        {
            return Refuse(node, "must pool samples of channels along one axis, without padding, dilation or ceil_mode");
        }

        PoolingShape shape = new(_shape[0], _shape[1], Whole(kernel[0]), Whole(node.Integer("strides", 1)));
        Add(node, node.Operator == "MaxPool" ? FloatLayerKind.MaxPool : FloatLayerKind.AveragePool, shape.Channels, shape.OutputSamples);
        _layers[^1] = _layers[^1] with { Pooling = shape };
        return null;
    }

    private string? TakeFlatten(OnnxNode node)
    {
        bool toRow = node.Operator == "Flatten"
            ? node.Integer("axis", 1) == 1
            : node.Inputs.Count > 1 && _graph.Constants.TryGetValue(node.Inputs[1], out OnnxTensor? target)
                && target.Integers is [1 or -1 or 0, var rest] && (rest == Length || (rest == -1 && target.Integers[0] != -1));
        _shape = [Length];
        return toRow ? null : Refuse(node, "must turn everything after the batch into one row");
    }

    private string? TakeEnd(OnnxNode node)
    {
        long axis = node.Integer("axis", node.Operator == "Softmax" ? -1 : 0);
        if (_shape.Length != 1 || _layers.Count == 0 || axis is not (1 or -1) || node.Integer("select_last_index", 0) != 0)
        {
            return Refuse(node, "must run over the last axis of a row of classes");
        }

        _endsInSoftmax = node.Operator == "Softmax";
        _endsInArgMax = node.Operator == "ArgMax";
        return null;
    }

    private void Add(OnnxNode node, FloatLayerKind kind, params int[] shape)
    {
        int inputs = Length;
        _shape = shape;
        _layers.Add(new FloatLayer { Kind = kind, Title = node.Title, Inputs = inputs, Outputs = Length });
    }

    private static int Whole(long value) => (int)Math.Clamp(value, int.MinValue, int.MaxValue);
}
