using EdgeAI.Device.Time;

namespace EdgeAI.Tests.Device.FullDay;

/// <summary>The world's time, which the day moves; chips live by it.</summary>
internal sealed class DayClock : IClock
{
    public const long Second = 1_000_000_000;

    public long Nanoseconds { get; set; } = Second;

    /// <summary>The full hours that are over.</summary>
    public int Hour => (int)((Nanoseconds - Second) / (3600 * Second));
}
