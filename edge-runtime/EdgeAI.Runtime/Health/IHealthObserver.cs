using EdgeAI.Device.Messages;

namespace EdgeAI.Runtime.Health;

/// <summary>Watches what a robot says of its own health.</summary>
public interface IHealthObserver
{
    /// <summary>Sees one record. Called one at a time, on any thread, a graph thread included: allocates nothing, does not wait.</summary>
    /// <param name="code">What is said.</param>
    /// <param name="isActive">Whether it begins (true) or is over.</param>
    /// <param name="record">The record, borrowed for the length of the call.</param>
    void Observe(HealthCode code, bool isActive, LogRecord record);
}
