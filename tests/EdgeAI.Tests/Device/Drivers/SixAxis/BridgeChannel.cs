using EdgeAI.Device.Board;
using EdgeAI.Device.Messages;
using EdgeAI.Device.Time;
using EdgeAI.Tests.Device.Bus;

namespace EdgeAI.Tests.Device.Drivers.SixAxis;

/// <summary>One bridge that converts at its own pace and phase, as six converters on six oscillators do.</summary>
internal sealed class BridgeChannel(ManualClock clock, long interval, long phase) : ISensor
{
    private readonly ForceStamped _force = new();
    private long _taken = -1;

    public Message Reading => _force;

    public int Count { get; set; }

    public SensorStatus Status { get; set; } = SensorStatus.Ok;

    /// <summary>Counts as a function of time, where a test moves the load.</summary>
    public Func<long, int>? CountAt { get; set; }

    public SensorStatus Start() => Status;

    public SensorStatus Read()
    {
        if (Status != SensorStatus.Ok)
        {
            return Status;
        }

        long conversion = (clock.Nanoseconds - phase) / interval;
        if (conversion == _taken)
        {
            return SensorStatus.NotReady;
        }

        _taken = conversion;
        long at = (conversion * interval) + phase;
        _force.RawCount = CountAt?.Invoke(at) ?? Count;
        _force.Stamp = new Stamp(at, interval);
        return SensorStatus.Ok;
    }
}
