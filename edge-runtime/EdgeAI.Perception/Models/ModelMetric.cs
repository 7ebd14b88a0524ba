namespace EdgeAI.Perception.Models;

/// <summary>One measured figure, with the interval that holds it.</summary>
public sealed class ModelMetric
{
    /// <summary>What was measured, such as accuracy.</summary>
    public required string Name { get; init; }

    /// <summary>On which part of the data.</summary>
    public required string On { get; init; }

    /// <summary>The figure, 0 to 1.</summary>
    public required double Value { get; init; }

    /// <summary>The lower end of the 95 % interval, where one was computed.</summary>
    public double? Low { get; init; }

    /// <summary>The upper end of the 95 % interval, where one was computed.</summary>
    public double? High { get; init; }

    /// <summary>The head that it belongs to; null where it spans several.</summary>
    public string? Output { get; init; }

    /// <summary>How many readings or windows it rests on.</summary>
    public int? N { get; init; }
}
