namespace EdgeAI.Perception.Networks;

/// <summary>What is to be converted, and how the result is to be called.</summary>
public sealed record ConversionRequest
{
    /// <summary>The ONNX file.</summary>
    public required string ModelPath { get; init; }

    /// <summary>Inputs like those that the network will get, one a line, comma-separated; some hundreds of them.</summary>
    public required string CalibrationPath { get; init; }

    /// <summary>The generated class.</summary>
    public required string TypeName { get; init; }

    /// <summary>The generated class's namespace.</summary>
    public string NamespaceName { get; init; } = "EdgeAI.Device.Networks";

    /// <summary>The value of one step of the input, its zero point then being 0; null takes both from the calibration inputs.</summary>
    public double? InputScale { get; init; }

    /// <summary>Inputs to answer with the int8 network; null for none.</summary>
    public string? QuestionsPath { get; init; }
}
