using EdgeAI.Device.Time;

namespace EdgeAI.Tests.Device.Board;

/// <summary>A clock that moves when the test says so.</summary>
internal sealed class VirtualClock : IClock
{
    public long Nanoseconds { get; set; }

    public void AdvanceMilliseconds(double milliseconds) => Nanoseconds += (long)(milliseconds * 1_000_000);
}
