namespace EdgeAI.Tests.Runtime.Boards;

/// <summary>What a link does to frames. Times in nanoseconds, chances from 0 to 1.</summary>
internal sealed record LinkWeather
{
    public static LinkWeather Still { get; } = new();

    /// <summary>The least that a frame takes towards the board.</summary>
    public long There { get; init; } = 50_000;

    /// <summary>The least that it takes towards the robot.</summary>
    public long Back { get; init; } = 50_000;

    /// <summary>How much of a heavy tail (Pareto, exponent 1.5) comes on top.</summary>
    public long Tail { get; init; }

    /// <summary>How likely a frame is lost.</summary>
    public double Loss { get; init; }

    /// <summary>How likely a frame has one byte changed.</summary>
    public double Damage { get; init; }

    /// <summary>How likely, at a frame, nothing gets through for a while: what comes meanwhile is delivered at its end.</summary>
    public double Stalls { get; init; }

    /// <summary>How likely, at a frame, everything is lost for up to ten seconds.</summary>
    public double Outages { get; init; }
}
