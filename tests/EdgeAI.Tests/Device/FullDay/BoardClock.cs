using EdgeAI.Device.Time;

namespace EdgeAI.Tests.Device.FullDay;

/// <summary>A board's clock as a microcontroller has it: it begins anew with each start.</summary>
internal sealed class BoardClock(DayClock world) : IClock
{
    private readonly long _startedAt = world.Nanoseconds;

    public long Nanoseconds => world.Nanoseconds - _startedAt;
}
