using EdgeAI.Device.Messages;
using EdgeAI.Device.Time;
using EdgeAI.Device.Wire;
using EdgeAI.Runtime.Estimation;
using EdgeAI.Runtime.Fusion;
using EdgeAI.Runtime.Samples;
using EdgeAI.Runtime.Stages;
using EdgeAI.Runtime.Time;

namespace EdgeAI.Tests.Runtime.Estimation;

/// <summary>A tool of known weight on a wrist that turns: wrenches at 1 kHz, the orientation at 100 Hz, joined at the wrench's instants.</summary>
public sealed class ToolWeightStageTests : IStageOutput<WrenchStamped>
{
    private const long Millisecond = 1_000_000;
    private const double Kilogram = 2;

    private static readonly Vector Centre = new(0.01, -0.02, 0.1);

    // The IMU sits beside the wrench sensor, a quarter turn about their common z.
    private static readonly FrameMount[] Mounts =
    [
        new("wrench", "wrist", new RigidTransform(Rotation.None, new Vector(0, 0, 0.04))),
        new("imu", "wrist", new RigidTransform(Rotation.OfRollPitchYaw(0, 0, Math.PI / 2), new Vector(0, 0, 0.02))),
    ];

    private readonly VirtualClock _clock = new();
    private readonly WrenchStamped _wrench = new() { FrameId = "wrench" };
    private readonly Imu _imu = new() { FrameId = "imu", Parts = ImuParts.Orientation, OrientationScale = new Scale(1, -9, Unit.One) };
    private int _answers;
    private int _unusable;
    private double _worst;
    private long _longestSpan;
    private Vector _contact;

    WrenchStamped IStageOutput<WrenchStamped>.Message { get; } = new();

    bool IStageOutput<WrenchStamped>.TryAnswer(in Stamp stamp, FrameFlags flags, long oldestInput)
    {
        WrenchStamped answer = ((IStageOutput<WrenchStamped>)this).Message;
        _answers++;
        _longestSpan = Math.Max(_longestSpan, stamp.Nanoseconds - oldestInput);
        _worst = Math.Max(_worst, (new Vector(answer.Force[0] * 1e-3, answer.Force[1] * 1e-3, answer.Force[2] * 1e-3) - _contact).Length);
        return true;
    }

    void IStageOutput<WrenchStamped>.CountUnusable() => _unusable++;

    [Fact]
    public void Reproducible_TurningWrist_LeavesTheContactAlone()
    {
        (ReproducibleJoin<WrenchStamped> join, ReproducibleInput<Imu> motion) = Reproducibly();
        Assert.Equal(0, Run(join, motion));

        // The orientation is blended between readings 10 ms apart: what is left of 19.6 N is the rounding of the sensor.
        Assert.InRange(_answers, 1980, 2000);
        Assert.InRange(_worst, 0, 0.01);
        Assert.Equal(9 * Millisecond, _longestSpan);
    }

    [Fact]
    public void Greedy_TurningWrist_IsAsFarOffAsTheWristTurnsMeanwhile()
    {
        GreedyInput<Imu> motion = new("motion", true, Greedy.Nearest<Imu>(TimeWindow.Within(100 * Millisecond)), new HistoryOptions(), static () => new Imu(), _clock);
        GreedyJoin<WrenchStamped> join = new([motion], 1000 * Millisecond, StageOf(motion));
        Assert.Equal(0, Run(join, motion));

        // Up to 9 ms at 2.2 rad/s: 2 % of 19.6 N. The price of no wait.
        Assert.InRange(_worst, 0.05, 0.5);
    }

    [Fact]
    public void Take_ReadingWithoutOrientation_IsUnusable()
    {
        GreedyInput<Imu> motion = new("motion", true, Greedy.Nearest<Imu>(TimeWindow.Unbounded), new HistoryOptions(), static () => new Imu(), _clock);
        GreedyJoin<WrenchStamped> join = new([motion], 1000 * Millisecond, StageOf(motion));
        motion.Take(new Sample<Imu>(new Imu(), default, default, 0, FrameFlags.None));
        join.Take(new Sample<WrenchStamped>(_wrench, default, default, 0, FrameFlags.None));

        Assert.Equal((1, 0), (_unusable, _answers));
    }

    private (ReproducibleJoin<WrenchStamped> Join, ReproducibleInput<Imu> Motion) Reproducibly()
    {
        ReproducibleInput<Imu> motion = new("motion", true, Reproducible.Interpolated(TimeWindow.Within(100 * Millisecond), new ImuBlend()), new HistoryOptions(), static () => new Imu(), _clock);
        return (new ReproducibleJoin<WrenchStamped>([motion], new JoinOptions(), static () => new WrenchStamped(), StageOf(motion), _clock), motion);
    }

    private ToolWeightStage StageOf(JoinInput<Imu> motion)
    {
        Assert.True(FrameTree.TryBuild(Mounts, "wrist", out FrameTree? frames, out string problem), problem);
        return new ToolWeightStage(motion, this, Kilogram, Centre, frames!, "wrench");
    }

    /// <summary>Two seconds, and the bytes that the second of them allocates.</summary>
    private long Run(ISampleConsumer<WrenchStamped> wrenches, ISampleConsumer<Imu> motions)
    {
        AllocationMeter meter = AllocationMeter.Start();
        for (int tick = 0; tick < 2000; tick++)
        {
            if (tick == 1000)
            {
                meter = AllocationMeter.Start();
            }

            double time = tick * 0.001;
            _clock.AdvanceTo(tick * Millisecond);
            Rotation wrist = Rotation.OfRollPitchYaw(0.8 * Math.Sin(2 * time), 1.1 * Math.Sin(2 * time), 0.3 * time);
            if (tick % 10 == 0)
            {
                ImuOrientationOf(wrist.After(Mounts[1].ToParent.Rotation));
                motions.Take(new Sample<Imu>(_imu, new Stamp(tick * Millisecond, 1), new StreamId(1, 2), tick, FrameFlags.None));
            }

            // A contact pushes with 3 N along the sensor's x, and the tool hangs.
            _contact = new Vector(3, 0, 0);
            Vector weight = wrist.Inverse.Turn(new Vector(0, 0, -Kilogram * OrientationFilter.Gravity));
            Put(_contact + weight, 1e-3, _wrench.Force);
            Put(Centre.Cross(weight), 1e-3, _wrench.Torque);
            wrenches.Take(new Sample<WrenchStamped>(_wrench, new Stamp(tick * Millisecond, 1), new StreamId(1, 1), tick, FrameFlags.None));
        }

        return meter.Bytes;
    }

    private void ImuOrientationOf(Rotation rotation) =>
        (_imu.Orientation[0], _imu.Orientation[1], _imu.Orientation[2], _imu.Orientation[3]) = (Steps(rotation.X), Steps(rotation.Y), Steps(rotation.Z), Steps(rotation.W));

    private static int Steps(double part) => (int)Math.Round(part * 1e9);

    private static void Put(Vector value, double step, int[] raw) =>
        (raw[0], raw[1], raw[2]) = ((int)Math.Round(value.X / step), (int)Math.Round(value.Y / step), (int)Math.Round(value.Z / step));
}
