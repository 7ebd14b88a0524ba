namespace EdgeAI.Runtime.Fusion;

/// <summary>Makes the interpolators that answer at once from what has come.</summary>
public static class Greedy
{
    /// <summary>The sample at the very instant.</summary>
    /// <typeparam name="T">The payload.</typeparam>
    public static GreedyInterpolator<T> Exact<T>() => Nearest<T>(TimeWindow.Within(0));

    /// <summary>The sample closest to the instant; of two at the same distance the later one.</summary>
    /// <typeparam name="T">The payload.</typeparam>
    /// <param name="window">Where it may lie around the instant.</param>
    public static GreedyInterpolator<T> Nearest<T>(TimeWindow window) => new(new NearestRule(window));

    /// <summary>The oldest sample in a window.</summary>
    /// <typeparam name="T">The payload.</typeparam>
    /// <param name="window">The window; it needs a start.</param>
    /// <exception cref="ArgumentException">The window has no start: the first of all time would be held for ever.</exception>
    public static GreedyInterpolator<T> First<T>(TimeWindow window) => new(new FirstRule(RuleWindow.WithStart(window)));

    /// <summary>The newest sample in a window.</summary>
    /// <typeparam name="T">The payload.</typeparam>
    /// <param name="window">Where it may lie around the instant.</param>
    public static GreedyInterpolator<T> Last<T>(TimeWindow window) => new(new LastRule(window));

    /// <summary>A payload blended from the samples before and after the instant, or the one at it.</summary>
    /// <typeparam name="T">The payload.</typeparam>
    /// <param name="window">How far the two may lie from the instant; it holds the instant.</param>
    /// <param name="blend">Blends two payloads.</param>
    /// <exception cref="ArgumentException">The window does not hold the instant.</exception>
    public static GreedyInterpolator<T> Interpolated<T>(TimeWindow window, IBlend<T> blend) => new(new BracketRule(RuleWindow.AroundInstant(window)), blend);

    /// <summary>Every sample in a window.</summary>
    /// <typeparam name="T">The payload.</typeparam>
    /// <param name="window">The window; it needs a start.</param>
    /// <exception cref="ArgumentException">The window has no start: all of the past would be held.</exception>
    public static GreedyInterpolator<T> Window<T>(TimeWindow window) => new(new WindowRule(RuleWindow.WithStart(window)));
}
