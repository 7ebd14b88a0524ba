namespace EdgeAI.Runtime.Scheduling;

/// <summary>What one thread steps through again and again: a part of a graph whose sources and stages belong together.</summary>
public interface IStepper
{
    /// <summary>Takes what has arrived and lets the stages work on it. Allocates nothing.</summary>
    /// <returns>Whether there was anything to do.</returns>
    bool Step();
}
