using EdgeAI.Device.Time;
using nanoFramework.Hardware.Esp32;

namespace EdgeAI.Firmware.Targets;

/// <summary>Microseconds since the boot, by the ESP32's own timer: unlike the time of day, which the network sets, it never steps.</summary>
internal sealed class TargetClock : IClock
{
    private const long NanosecondsPerMicrosecond = 1000;

    // Through a field: the 1.x interpreter goes on taking a cast ulong for an unsigned value, and a field's value for what the field is.
    private long _microseconds;

    /// <inheritdoc/>
    public long Nanoseconds
    {
        get
        {
            _microseconds = (long)HighResTimer.GetCurrent();
            return _microseconds * NanosecondsPerMicrosecond;
        }
    }
}
