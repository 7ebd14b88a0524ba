using EdgeAI.Device.Messages;

namespace EdgeAI.Runtime.Health;

/// <summary>Counts and says jumps of one clock, which should run as the robot's timeline does. Not thread safe, but for its counter.</summary>
/// <param name="name">The clock's name.</param>
/// <param name="toleranceNanoseconds">How far it may be off between two looks before that is a jump.</param>
/// <param name="log">Where jumps are said.</param>
public sealed class ClockWatch(string name, long toleranceNanoseconds, HealthLog log)
{
    private const long Millisecond = 1_000_000;

    private long _latest;
    private long _reference;
    private bool _isBegun;
    private long _jumps;

    /// <summary>How often the clock jumped.</summary>
    public long Jumps => Volatile.Read(ref _jumps);

    /// <summary>Looks once.</summary>
    /// <param name="clock">What the clock shows, nanoseconds.</param>
    /// <param name="reference">What another clock shows that does not jump with it, nanoseconds.</param>
    public void Look(long clock, long reference)
    {
        if (_isBegun)
        {
            long jumped = (clock - _latest) - (reference - _reference);
            if (jumped > toleranceNanoseconds || jumped < -toleranceNanoseconds)
            {
                Volatile.Write(ref _jumps, _jumps + 1);
                log.Say(HealthCode.ClockJumped, LogLevel.Warning, isActive: true, "clock", name, "jumped by", jumped / Millisecond, "ms");
            }
        }

        _isBegun = true;
        _latest = clock;
        _reference = reference;
    }
}
