namespace EdgeAI.Perception.Onnx;

/// <summary>Which operations would make a tensor that no machine has room for, as far as constants in the file say so.</summary>
internal sealed class OnnxShapeRules
{
    private readonly Dictionary<string, long[]> _known = new(StringComparer.Ordinal);

    /// <summary>What is wrong with a shape; null where nothing is.</summary>
    public static string? SizeFault(IReadOnlyList<long> sizes)
    {
        if (sizes.Count > OnnxLimits.Axes)
        {
            return $"has {sizes.Count} axes, more than {OnnxLimits.Axes}";
        }

        bool isNegative = sizes.Any(static size => size < 0);
        return isNegative || IsTooLarge(sizes) ? $"has the shape [{string.Join(", ", sizes)}]: {(isNegative ? "a size is negative" : $"more than {OnnxLimits.Elements} elements")}" : null;
    }

    /// <summary>Remembers the integers of a constant.</summary>
    public void Know(string name, long[] values) => _known[name] = values;

    /// <summary>What an operation would make; null where that is bounded, or hangs on what only a run can tell.</summary>
    public string? FaultOf(OnnxNodeSketch node)
    {
        long[]? shape = node.Operator switch
        {
            "ConstantOfShape" => Constant(node, 0),
            "Expand" or "Tile" => Constant(node, 1),
            "RandomNormal" or "RandomUniform" => node.Integers.GetValueOrDefault("shape"),
            "Resize" => Constant(node, 3),
            "OneHot" => Constant(node, 1),
            "Pad" => Added(Constant(node, 1) ?? node.Integers.GetValueOrDefault("pads")),
            _ => null,
        };
        if (shape is null || !IsTooLarge(shape))
        {
            return node.Operator == "Range" ? RangeFault(node) : null;
        }

        return $"{node.Operator} '{node.Output}' asks for [{string.Join(", ", shape)}], more than {OnnxLimits.Elements} elements";
    }

    // A 0 makes the whole product 0, but only once every other size is known to be sane.
    private static bool IsTooLarge(IReadOnlyList<long> sizes)
    {
        long product = 1;
        foreach (long size in sizes.Where(static size => size > 0))
        {
            product = size <= OnnxLimits.Elements ? product * size : long.MaxValue;
            if (product > OnnxLimits.Elements)
            {
                return true;
            }
        }

        return false;
    }

    // Pads stand as all beginnings, then all ends; an axis is at least as long as what is added to it.
    private static long[]? Added(long[]? pads) => pads is null
        ? null
        : [.. pads.Take(pads.Length / 2).Select((begin, axis) => long.CreateSaturating((Int128)Math.Max(begin, 0) + Math.Max(pads[axis + (pads.Length / 2)], 0)))];

    private long[]? Constant(OnnxNodeSketch node, int input) => input < node.Inputs.Count ? _known.GetValueOrDefault(node.Inputs[input]) : null;

    private string? RangeFault(OnnxNodeSketch node)
    {
        if (Constant(node, 0) is not [long start] || Constant(node, 1) is not [long limit] || Constant(node, 2) is not [long step] || step == 0)
        {
            return null;
        }

        Int128 count = ((Int128)limit - start) / step;
        return count > OnnxLimits.Elements ? $"Range '{node.Output}' asks for {count} elements, more than {OnnxLimits.Elements}" : null;
    }
}
