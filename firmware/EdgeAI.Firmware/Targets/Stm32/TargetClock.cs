using System;
using EdgeAI.Device.Time;

namespace EdgeAI.Firmware.Targets;

/// <summary>Milliseconds since the boot: the STM32's calendar is coarser and can be set. Stamps on this board are true to a millisecond.</summary>
internal sealed class TargetClock : IClock
{
    private const long NanosecondsPerMillisecond = 1000000;

    /// <inheritdoc/>
    public long Nanoseconds
    {
        get { return Environment.TickCount64 * NanosecondsPerMillisecond; }
    }
}
