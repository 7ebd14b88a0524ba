namespace EdgeAI.Runtime.Stages;

/// <summary>
/// Decides when an unlearned stage speaks: at its first reading, at every change, and every so many readings in between,
/// so that silence means a dead sensor and never an unchanged world.
/// </summary>
public struct EventLatch
{
    private readonly int _heartbeatReadings;
    private int _sinceEvent;
    private bool _hasSpoken;

    /// <summary>Makes a latch that is not active and has not spoken.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The heartbeat is less than one reading.</exception>
    public EventLatch(int heartbeatReadings)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(heartbeatReadings, 1);
        _heartbeatReadings = heartbeatReadings;
    }

    /// <summary>The state after the latest reading.</summary>
    public bool IsActive { get; private set; }

    /// <summary>Takes the state after a reading; true where it is to be published.</summary>
    public bool Speaks(bool isActive)
    {
        _sinceEvent++;
        bool speaks = !_hasSpoken || isActive != IsActive || _sinceEvent >= _heartbeatReadings;
        IsActive = isActive;
        _hasSpoken = true;
        _sinceEvent = speaks ? 0 : _sinceEvent;
        return speaks;
    }

    /// <summary>What was said last was not heard: the next reading speaks again.</summary>
    public void SayAgain() => _hasSpoken = false;
}
