using EdgeAI.Device.Networks;

namespace EdgeAI.Perception.Networks;

/// <summary>A converted network, and how near it comes to the ONNX file.</summary>
public sealed record ConvertedNetwork
{
    /// <summary>The network itself, as a board runs it.</summary>
    public required Network Network { get; init; }

    /// <summary>The generated C# file.</summary>
    public required string Source { get; init; }

    /// <summary>SHA-256 of the network's tables (NETWORKS.md, "Digest"), hexadecimal.</summary>
    public required string Digest { get; init; }

    /// <summary>SHA-256 of the ONNX file, hexadecimal.</summary>
    public required string ModelDigest { get; init; }

    /// <summary>Bytes of weights, biases, multipliers and shifts.</summary>
    public required int TableBytes { get; init; }

    /// <summary>Multiplications with a weight in one run.</summary>
    public required long Multiplications { get; init; }

    /// <summary>Calibration inputs.</summary>
    public required int CalibrationRows { get; init; }

    /// <summary>The largest difference, over the calibration inputs, between an output of the ONNX file in OnnxRuntime and of the int8 network.</summary>
    public required double LargestDifference { get; init; }

    /// <summary>The share of the calibration inputs for which both have the same best class, 0 to 1.</summary>
    public required double SameBest { get; init; }

    /// <summary>The int8 network's answers to the questions, in their order; empty where none were asked.</summary>
    public required IReadOnlyList<double[]> Answers { get; init; }
}
