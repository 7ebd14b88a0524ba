namespace EdgeAI.Perception.Sanity;

/// <summary>What input.json holds, as it stands there.</summary>
internal sealed class InputStatisticsDocument
{
    /// <summary>The format, <see cref="InputStatistics.SupportedFormat"/>.</summary>
    public required string Format { get; init; }

    /// <summary>The name of the tensor.</summary>
    public required string Input { get; init; }

    /// <summary>Time between two readings of a window; null where the input is one reading.</summary>
    public double? PeriodMilliseconds { get; init; }

    /// <summary>The least that the sensor can tell; null where it is not known.</summary>
    public double? Low { get; init; }

    /// <summary>The most that the sensor can tell; null where it is not known.</summary>
    public double? High { get; init; }

    /// <summary>Whether every channel of a working sensor moves by itself.</summary>
    public bool Restless { get; init; }

    /// <summary>The probability from which a class beside the first is called; null for the most probable class.</summary>
    public double? AlarmAt { get; init; }

    /// <summary>The share of training inputs beyond the limit.</summary>
    public required double FalseAlarmRate { get; init; }

    /// <summary>The share of held-back inputs beyond it, measured.</summary>
    public required double MeasuredRate { get; init; }

    /// <summary>The squared distance beyond which an input is unfamiliar.</summary>
    public required double Limit { get; init; }

    /// <summary>The spread of everything that no direction tells.</summary>
    public required double Rest { get; init; }

    /// <summary>The mean of each value.</summary>
    public required double[] Mean { get; init; }

    /// <summary>The spread along each direction.</summary>
    public required double[] Spreads { get; init; }

    /// <summary>Directions of length 1, at right angles.</summary>
    public required double[][] Directions { get; init; }
}
