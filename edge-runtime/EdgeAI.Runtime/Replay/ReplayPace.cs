using EdgeAI.Device.Time;

namespace EdgeAI.Runtime.Replay;

/// <summary>How fast a recording's time passes: as fast as it can be played, as fast as it was, or a multiple of that. Not thread safe.</summary>
/// <param name="clock">The time in which somebody waits.</param>
/// <param name="speed">Seconds of the recording in one of the clock's; 0 for as fast as possible.</param>
public sealed class ReplayPace(IClock clock, double speed)
{
    private const double NanosecondsPerMillisecond = 1e6;

    private long _from;
    private long _began;
    private bool _running;

    /// <summary>Waits until an instant of the recording is due.</summary>
    /// <param name="instant">The instant, nanoseconds; the first that is asked for is due at once.</param>
    /// <param name="stop">Ends the wait.</param>
    public void Wait(long instant, CancellationToken stop)
    {
        if (speed <= 0)
        {
            return;
        }

        if (!_running)
        {
            _running = true;
            _from = instant;
            _began = clock.Nanoseconds;
        }

        while (!stop.IsCancellationRequested)
        {
            double milliseconds = (((instant - _from) / speed) - (clock.Nanoseconds - _began)) / NanosecondsPerMillisecond;
            if (milliseconds < 1)
            {
                return;
            }

            stop.WaitHandle.WaitOne((int)Math.Min(milliseconds, 1000));
        }
    }
}
