namespace EdgeAI.Perception.Networks;

/// <summary>What a layer computes, before it is quantised.</summary>
internal enum FloatLayerKind
{
    /// <summary>Weighted sums of all inputs.</summary>
    Dense,

    /// <summary>A 1-D convolution over channels of samples.</summary>
    Convolution,

    /// <summary>The largest of each window.</summary>
    MaxPool,

    /// <summary>The mean of each window.</summary>
    AveragePool,

    /// <summary>What is below zero becomes zero.</summary>
    Rectifier,
}
