using EdgeAI.Device.Time;

namespace EdgeAI.Runtime.Outlets;

/// <summary>
/// Has an outlet's heart beat as the slowest part of the graph does: a part that hangs is seen by controllers, whatever else still runs.
/// Each part beats from its own thread. Allocates nothing.
/// </summary>
public sealed class OutletHeart
{
    private readonly Outlet _outlet;
    private readonly IClock _clock;
    private readonly long[] _latest;

    /// <summary>Makes a heart; every part counts as having beaten now.</summary>
    /// <param name="outlet">The outlet.</param>
    /// <param name="clock">The robot's timeline.</param>
    /// <param name="parts">How many parts the graph has, at least 1.</param>
    public OutletHeart(Outlet outlet, IClock clock, int parts)
    {
        ArgumentNullException.ThrowIfNull(clock);
        ArgumentOutOfRangeException.ThrowIfLessThan(parts, 1);
        _outlet = outlet;
        _clock = clock;
        _latest = new long[parts];
        Array.Fill(_latest, clock.Nanoseconds);
    }

    /// <summary>Says that a part begins a step.</summary>
    /// <param name="part">Its number, from 0.</param>
    public void Beat(int part)
    {
        Volatile.Write(ref _latest[part], _clock.Nanoseconds);
        long slowest = long.MaxValue;
        for (int other = 0; other < _latest.Length; other++)
        {
            slowest = Math.Min(slowest, Volatile.Read(ref _latest[other]));
        }

        _outlet.Beat(slowest);
    }
}
