using System;
using EdgeAI.Device.Time;

namespace EdgeAI.Firmware.Targets;

/// <summary>
/// Time since the clock was made, by the system's ticks of one microsecond: the RP2350 has no calendar, so nothing sets it, and a step backwards is held back.
/// </summary>
internal sealed class TargetClock : IClock
{
    private const long NanosecondsPerTick = 100;

    private readonly long _start = DateTime.UtcNow.Ticks;
    private long _latest;

    /// <inheritdoc/>
    public long Nanoseconds
    {
        get
        {
            long now = (DateTime.UtcNow.Ticks - _start) * NanosecondsPerTick;
            if (now > _latest)
            {
                _latest = now;
            }

            return _latest;
        }
    }
}
