using System.Globalization;
using EdgeAI.Perception.Sessions;

namespace EdgeAI.Perception.Heads;

/// <summary>A graph's inputs and outputs as heads look at them: is there an image, and how large.</summary>
public sealed class GraphShape
{
    private static readonly int[] Colours = [1, 3];

    /// <summary>Reads the specs.</summary>
    /// <param name="inputs">The graph's inputs, with the shapes that are bound.</param>
    /// <param name="outputs">The graph's outputs, with the shapes that are bound.</param>
    public GraphShape(IReadOnlyList<TensorSpec> inputs, IReadOnlyList<TensorSpec> outputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(outputs);
        Inputs = inputs;
        Outputs = outputs;
        if (inputs is [{ Shape: [1, var first, var second, var third] }])
        {
            IsPlanar = Colours.Contains(first);
            IsImage = (IsPlanar || Colours.Contains(third)) && first > 0 && second > 0 && third > 0;
            (Channels, Height, Width) = !IsImage ? (0, 0, 0) : IsPlanar ? (first, second, third) : (third, first, second);
        }
    }

    /// <summary>The graph's inputs.</summary>
    public IReadOnlyList<TensorSpec> Inputs { get; }

    /// <summary>The graph's outputs.</summary>
    public IReadOnlyList<TensorSpec> Outputs { get; }

    /// <summary>Whether its one input is one image of one or three colours and of a known size.</summary>
    public bool IsImage { get; }

    /// <summary>Whether each colour of the image is a plane.</summary>
    public bool IsPlanar { get; }

    /// <summary>Colours of the image, 1 or 3; 0 without one.</summary>
    public int Channels { get; }

    /// <summary>Columns of the image; 0 without one.</summary>
    public int Width { get; }

    /// <summary>Rows of the image; 0 without one.</summary>
    public int Height { get; }

    /// <summary>The outputs in words, such as "output" [1, 3549, 85].</summary>
    internal string OutputsInWords => string.Join(", ", Outputs.Select(static output => $"\"{output.Name}\" {InWords(output.Shape)}"));

    /// <summary>The inputs in words.</summary>
    internal string InputsInWords => string.Join(", ", Inputs.Select(static input => $"\"{input.Name}\" {InWords(input.Shape)}"));

    private static string InWords(IReadOnlyList<int> shape) =>
        $"[{string.Join(", ", shape.Select(static size => size < 0 ? "open" : size.ToString(CultureInfo.InvariantCulture)))}]";
}
