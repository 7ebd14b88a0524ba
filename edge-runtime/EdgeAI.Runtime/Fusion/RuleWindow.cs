namespace EdgeAI.Runtime.Fusion;

/// <summary>What rules ask of their windows.</summary>
internal static class RuleWindow
{
    public static TimeWindow WithStart(TimeWindow window) => window.HasStart
        ? window
        : throw new ArgumentException("the window has no start, and the past is not held for ever; give it one", nameof(window));

    public static TimeWindow AroundInstant(TimeWindow window) => window.From <= 0 && window.To >= 0
        ? window
        : throw new ArgumentException("the window does not hold the instant, and there is nothing between the samples around it; start it at or before 0 and end it at or after", nameof(window));
}
