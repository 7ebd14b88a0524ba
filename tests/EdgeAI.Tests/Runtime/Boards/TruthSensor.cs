using EdgeAI.Device.Board;
using EdgeAI.Device.Messages;
using EdgeAI.Device.Time;

namespace EdgeAI.Tests.Runtime.Boards;

/// <summary>A sensor whose reading is the true instant at which it was read, so that the robot can be told how far its stamp is off.</summary>
internal sealed class TruthSensor(IClock truth, IClock board) : ISensor
{
    // The board's clock is read in steps of a microsecond.
    private const long Uncertainty = 1_000;

    private readonly ForceStamped _reading = new() { Scale = new Scale(1, 0, Unit.Newton) };

    public Message Reading => _reading;

    public static long TruthOf(ForceStamped reading) => ((long)reading.RawCount << 32) | (uint)reading.Value;

    public SensorStatus Start() => SensorStatus.Ok;

    public SensorStatus Read()
    {
        _reading.RawCount = (int)(truth.Nanoseconds >> 32);
        _reading.Value = (int)truth.Nanoseconds;
        _reading.Stamp = new Stamp(board.Nanoseconds, Uncertainty);
        return SensorStatus.Ok;
    }
}
