using EdgeAI.Device.Messages;
using EdgeAI.Device.Time;
using EdgeAI.Device.Wire;
using EdgeAI.Runtime.Fusion;
using EdgeAI.Runtime.Samples;
using EdgeAI.Runtime.Time;

namespace EdgeAI.Tests.Runtime.Fusion;

/// <summary>A join with messages: payloads are copied into slots made before, and nothing is allocated per sample.</summary>
public sealed class JoinAllocationTests : ISampleConsumer<Image>
{
    private const long Millisecond = 1_000_000;

    private readonly VirtualClock _clock = new();
    private readonly Image _image = new(64) { Width = 8, Height = 8 };
    private readonly WrenchStamped _wrench = new();
    private readonly Imu _imu = new() { Parts = ImuParts.Orientation | ImuParts.AngularVelocity };
    private readonly TactileArray _taxels = new(72, 1) { TaxelCount = 72 };
    private int _answers;
    private int _wrong;
    private JoinInput<WrenchStamped>? _wrenches;
    private JoinInput<Imu>? _imus;
    private JoinInput<TactileArray>? _arrays;
    private int _tick;

    [Fact]
    public void Reproducible_CameraTorqueImuAndTaxels_AllocateNothing()
    {
        HistoryOptions options = new() { Capacity = 128, LatenessNanoseconds = 4 * Millisecond };
        ReproducibleInput<WrenchStamped> wrenches = new("wrench", true, Reproducible.Interpolated(TimeWindow.Within(5 * Millisecond), new WrenchBlend()), options, static () => new WrenchStamped(), _clock);
        ReproducibleInput<Imu> imus = new("imu", true, Reproducible.Interpolated(TimeWindow.Within(5 * Millisecond), new ImuBlend()), options, static () => new Imu(), _clock);
        ReproducibleInput<TactileArray> arrays = new("taxels", true, Reproducible.Window<TactileArray>(new TimeWindow(-20 * Millisecond, 0)), options, static () => new TactileArray(72, 1), _clock);
        (_wrenches, _imus, _arrays) = (wrenches, imus, arrays);
        ReproducibleJoin<Image> join = new([wrenches, imus, arrays], new JoinOptions { Primary = options }, static () => new Image(64), this, _clock);

        Assert.Equal(0, Allocation.Of(() => Tick(join, join)));
        Assert.InRange(_answers, 15, 20);
        Assert.Equal(0, _wrong);
    }

    [Fact]
    public void Greedy_CameraTorqueImuAndTaxels_AllocateNothing()
    {
        HistoryOptions options = new() { Capacity = 128 };
        GreedyInput<WrenchStamped> wrenches = new("wrench", true, Greedy.Nearest<WrenchStamped>(TimeWindow.Within(50 * Millisecond)), options, static () => new WrenchStamped(), _clock);
        GreedyInput<Imu> imus = new("imu", true, Greedy.Last<Imu>(new TimeWindow(-50 * Millisecond, 0)), options, static () => new Imu(), _clock);
        GreedyInput<TactileArray> arrays = new("taxels", true, Greedy.Window<TactileArray>(new TimeWindow(-20 * Millisecond, 0)), options, static () => new TactileArray(72, 1), _clock);
        (_wrenches, _imus, _arrays) = (wrenches, imus, arrays);
        GreedyJoin<Image> join = new([wrenches, imus, arrays], 1000 * Millisecond, this);

        Assert.Equal(0, Allocation.Of(() => Tick(join, null)));
        Assert.InRange(_answers, 15, 20);
        Assert.Equal(0, _wrong);
    }

    /// <summary>The answer holds what the sources have overwritten since: the wrench of the instant, and the taxels of its window.</summary>
    void ISampleConsumer<Image>.Take(in Sample<Image> sample)
    {
        _answers++;
        long tick = sample.Stamp.Nanoseconds / Millisecond;
        bool isRight = sample.Value.Samples[0] == tick
            && _wrenches!.MatchAt(0).Value.Force[0] == tick
            && _imus!.MatchAt(0).Value.Orientation[3] == 10_000
            && _arrays!.MatchCount is > 0 and <= 21
            && _arrays.MatchAt(_arrays.MatchCount - 1).Value.Values[0] == tick;
        _wrong += isRight ? 0 : 1;
    }

    /// <summary>A millisecond: torque, IMU and taxels at 1 kHz, the camera at about 30 Hz.</summary>
    private void Tick(ISampleConsumer<Image> camera, ReproducibleJoin<Image>? stepped)
    {
        int tick = ++_tick;
        long instant = tick * Millisecond;
        _clock.AdvanceTo(instant);
        _wrench.Force[0] = tick;
        _imu.Orientation[3] = 10_000;
        _taxels.Values[0] = (short)tick;
        _wrenches!.Take(new Sample<WrenchStamped>(_wrench, new Stamp(instant, 1), new StreamId(1, 1), tick, FrameFlags.None));
        _imus!.Take(new Sample<Imu>(_imu, new Stamp(instant, 1), new StreamId(1, 2), tick, FrameFlags.None));
        _arrays!.Take(new Sample<TactileArray>(_taxels, new Stamp(instant, 1), new StreamId(1, 3), tick, FrameFlags.None));
        if (tick % 33 == 0)
        {
            _image.Samples[0] = (short)tick;
            camera.Take(new Sample<Image>(_image, new Stamp(instant, 1), new StreamId(1, 4), tick, FrameFlags.None));
        }

        stepped?.Step();
    }
}
