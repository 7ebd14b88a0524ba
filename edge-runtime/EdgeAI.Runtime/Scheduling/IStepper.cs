namespace EdgeAI.Runtime.Scheduling;

/// <summary>What one thread steps through again and again: a part of a graph whose sources and stages belong together.</summary>
public interface IStepper
{
    /// <summary>Takes what has arrived and lets the stages work on it. Allocates nothing.</summary>
    /// <returns>Whether there was anything to do.</returns>
    bool Step();

    /// <summary>Lets the stages work on what is inside already, and takes nothing more from outside: the thread is about to end.</summary>
    /// <returns>Whether there was anything to do.</returns>
    bool Drain() => Step();

    /// <summary>The thread has ended, or hangs: what other threads have for it is dropped and counted from now on. Any thread.</summary>
    void Stop()
    {
    }
}
