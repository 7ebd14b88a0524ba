namespace EdgeAI.Runtime.Health;

/// <summary>When a thread last began a step: what a watchdog looks at. One writer; readers on any thread.</summary>
/// <param name="name">The thread's name.</param>
public sealed class Heartbeat(string name)
{
    private const long NotBegun = long.MinValue;

    private long _latest = NotBegun;
    private volatile bool _isDead;
    private volatile bool _isEnded;

    /// <summary>The thread's name.</summary>
    public string Name { get; } = name;

    /// <summary>Whether the thread ended by a failure.</summary>
    public bool IsDead => _isDead;

    /// <summary>Whether anything is to be expected of the thread: it has begun and was not asked to end.</summary>
    public bool IsExpected => !_isEnded && Volatile.Read(ref _latest) != NotBegun;

    /// <summary>How long ago the thread last began a step, nanoseconds, not negative; 0 before its first.</summary>
    /// <param name="now">The robot's timeline, nanoseconds.</param>
    public long Silence(long now)
    {
        long latest = Volatile.Read(ref _latest);
        return latest == NotBegun ? 0 : Math.Max(0, now - latest);
    }

    /// <summary>The thread begins a step.</summary>
    /// <param name="now">The robot's timeline, nanoseconds.</param>
    public void Beat(long now) => Volatile.Write(ref _latest, now);

    /// <summary>The thread failed.</summary>
    public void Die() => _isDead = true;

    /// <summary>The thread was asked to end: its silence means nothing any more.</summary>
    public void End() => _isEnded = true;
}
