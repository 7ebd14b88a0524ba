using Microsoft.ML.OnnxRuntime;

namespace EdgeAI.Perception.Sessions;

/// <summary>Decides which shapes a session is bound with: the graph's own, and the wanted ones where the graph leaves a size open.</summary>
internal static class SessionShapes
{
    /// <summary>One input or output as the graph states it, -1 for an open size; null where no session here takes its type.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="node">What OnnxRuntime says of it.</param>
    /// <param name="problem">Why there is none; empty on success.</param>
    public static TensorSpec? SpecOf(string name, NodeMetadata node, out string problem)
    {
        if (node.OnnxValueType != OnnxValueType.ONNX_TYPE_TENSOR)
        {
            problem = $"'{name}' is no tensor but {Word(node.OnnxValueType)}: export the graph with tensors alone";
            return null;
        }

        if (!ElementType.TryOf(node.ElementDataType, out TensorElement element))
        {
            problem = $"'{name}' holds {node.ElementDataType.ToString().ToLowerInvariant()}, which no session here takes: use one of {string.Join(", ", ElementType.Words)}";
            return null;
        }

        problem = "";
        return new TensorSpec(name, element, [.. node.Dimensions.Select(static size => size < 0 ? -1 : size)]);
    }

    /// <summary>Fills open sizes from a wanted shape; null where the two contradict each other.</summary>
    /// <param name="spec">As the graph states it.</param>
    /// <param name="wanted">The wanted shape, -1 for a size that nobody asks for; null for none.</param>
    /// <param name="problem">The contradiction; empty on success.</param>
    public static TensorSpec? Fill(TensorSpec spec, IReadOnlyList<int>? wanted, out string problem)
    {
        problem = "";
        if (wanted is null)
        {
            return spec;
        }

        bool fits = wanted.Count == spec.Shape.Count && wanted.Zip(spec.Shape).All(static pair => pair.Second < 0 || pair.First < 0 || pair.First == pair.Second);

        // A graph that states no sizes at all says so by an empty shape, as a scalar does.
        if (!fits && spec.Shape.Count > 0)
        {
            problem = $"'{spec.Name}' has the shape [{string.Join(", ", spec.Shape)}], where [{string.Join(", ", wanted)}] is wanted";
            return null;
        }

        return spec with { Shape = [.. wanted.Select((size, axis) => size >= 0 || axis >= spec.Shape.Count ? size : spec.Shape[axis])] };
    }

    /// <summary>Makes an open first size, the batch, 1, and refuses other open sizes and what has no room.</summary>
    /// <param name="spec">An input, filled as far as anyone said.</param>
    /// <param name="problem">What is open or too large; empty on success.</param>
    public static TensorSpec? Close(TensorSpec spec, out string problem)
    {
        int[] shape = [.. spec.Shape.Select(static (size, axis) => size < 0 && axis == 0 ? 1 : size)];
        TensorSpec closed = spec with { Shape = shape };
        problem = shape.Contains(-1)
            ? $"'{spec.Name}' has the shape [{string.Join(", ", spec.Shape)}], in which -1 is open: say it in the card, \"shapes\": {{ \"{spec.Name}\": [{string.Join(", ", shape)}] }}"
            : BoundTensor.BytesOf(closed) > BoundTensor.MaxBytes
            ? $"'{spec.Name}' has the shape [{string.Join(", ", shape)}], more than the {BoundTensor.MaxBytes} bytes of all inputs and outputs"
            : "";
        return problem.Length == 0 ? closed : null;
    }

    private static string Word(OnnxValueType type) => type switch
    {
        OnnxValueType.ONNX_TYPE_SEQUENCE => "a sequence",
        OnnxValueType.ONNX_TYPE_MAP => "a map",
        OnnxValueType.ONNX_TYPE_OPTIONAL => "an optional value",
        OnnxValueType.ONNX_TYPE_SPARSETENSOR => "a sparse tensor",
        _ => "of an unknown type",
    };
}
