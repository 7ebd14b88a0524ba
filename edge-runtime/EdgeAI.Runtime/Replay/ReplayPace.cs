using EdgeAI.Device.Time;

namespace EdgeAI.Runtime.Replay;

/// <summary>How fast a recording's time passes: as fast as it can be played, as fast as it was, or a multiple of that. Not thread safe.</summary>
/// <param name="clock">The time in which somebody waits.</param>
/// <param name="speed">Seconds of the recording in one of the clock's; 0 for as fast as possible.</param>
/// <param name="rest">Lets a duration of the clock pass, or less; answers whether to go on.</param>
public sealed class ReplayPace(IClock clock, double speed, Func<TimeSpan, bool> rest)
{
    private const double NanosecondsPerMillisecond = 1e6;
    private static readonly TimeSpan LongestRest = TimeSpan.FromSeconds(1);

    private long _from;
    private long _began;
    private bool _running;

    /// <summary>Waits until an instant of the recording is due.</summary>
    /// <param name="instant">The instant, nanoseconds; the first that is asked for is due at once.</param>
    /// <returns>Whether to go on.</returns>
    public bool Wait(long instant)
    {
        if (speed <= 0)
        {
            return true;
        }

        if (!_running)
        {
            _running = true;
            _from = instant;
            _began = clock.Nanoseconds;
        }

        while (true)
        {
            double milliseconds = (((instant - _from) / speed) - (clock.Nanoseconds - _began)) / NanosecondsPerMillisecond;
            if (milliseconds < 1)
            {
                return true;
            }

            if (!rest(milliseconds < LongestRest.TotalMilliseconds ? TimeSpan.FromMilliseconds(milliseconds) : LongestRest))
            {
                return false;
            }
        }
    }
}
