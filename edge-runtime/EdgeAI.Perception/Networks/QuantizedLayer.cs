using EdgeAI.Device.Networks;

namespace EdgeAI.Perception.Networks;

/// <summary>The tables of one layer as a board keeps them.</summary>
internal sealed record QuantizedLayer
{
    /// <summary>The layer that it was made from.</summary>
    public required FloatLayer Source { get; init; }

    /// <summary>The zero point of what it takes.</summary>
    public required sbyte InputZero { get; init; }

    /// <summary>The scale of what it gives.</summary>
    public required double OutputScale { get; init; }

    /// <summary>The zero point of what it gives.</summary>
    public required sbyte OutputZero { get; init; }

    /// <summary>Weights in the order of NETWORKS.md.</summary>
    public sbyte[] Weights { get; init; } = [];

    /// <summary>Biases with the inputs' zero point folded in.</summary>
    public int[] Biases { get; init; } = [];

    /// <summary>Multipliers of the requantization.</summary>
    public int[] Multipliers { get; init; } = [];

    /// <summary>Shifts of the requantization.</summary>
    public byte[] Shifts { get; init; } = [];

    /// <summary>The layer that a board runs.</summary>
    /// <exception cref="ArgumentException">A sum may not fit 32 bits.</exception>
    public NetworkLayer Make() => Source.Kind switch
    {
        FloatLayerKind.Dense => new DenseLayer(Source.Inputs, Source.Outputs, Weights, Biases, Requantization()),
        FloatLayerKind.Convolution => new ConvolutionLayer(Source.Convolution!, Weights, Biases, InputZero, Requantization()),
        FloatLayerKind.MaxPool => new MaxPoolLayer(Source.Pooling!),
        FloatLayerKind.AveragePool => new AveragePoolLayer(Source.Pooling!),
        _ => new RectifierLayer(Source.Inputs, InputZero),
    };

    private Requantization Requantization() => new(Multipliers, Shifts, OutputZero, Source.IsRectified);
}
