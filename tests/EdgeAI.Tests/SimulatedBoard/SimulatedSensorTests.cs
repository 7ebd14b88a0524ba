using EdgeAI.Device.Board;
using EdgeAI.Device.Messages;
using EdgeAI.Runtime.Time;
using EdgeAI.SimulatedBoard;
using EdgeAI.SimulatedBoard.Scenes;
using EdgeAI.SimulatedBoard.Sensors;

namespace EdgeAI.Tests.SimulatedBoard;

public sealed class SimulatedSensorTests
{
    private const long Millisecond = 1_000_000;
    private const long Origin = 5_000_000_000;

    private readonly VirtualClock _clock = new(Origin);
    private readonly SimulatedHumanoid _humanoid;

    public SimulatedSensorTests() => _humanoid = new SimulatedHumanoid(123, _clock);

    [Fact]
    public void Hand_ThroughACycle_ReportsGraspsOnlyWithTheirLabel()
    {
        SimulatedHand hand = _humanoid.CreateHand(_clock, SyntheticGenerators.Make([72], "stable", "slip"));
        TactileArray reading = Assert.IsType<TactileArray>(hand.Reading);
        Assert.Equal(SensorStatus.Ok, hand.Start());
        int readings = 0;
        for (long t = 0; t < Scene.CycleNanoseconds; t += 10 * Millisecond)
        {
            _clock.AdvanceTo(Origin + t);
            GraspState grasp = _humanoid.Scene.Grasp(t);
            Assert.Equal(grasp == GraspState.None ? SensorStatus.NotReady : SensorStatus.Ok, hand.Read());
            if (grasp != GraspState.None)
            {
                readings++;
                Assert.Equal(grasp, hand.Truth);
                Assert.Equal(Origin + t, reading.Stamp.Nanoseconds);

                // The synthetic classes lie at 1000 and 2000 with the sensor's slope over the taxels.
                double mean = Enumerable.Range(0, 72).Average(taxel => reading.Values[taxel] - (10.0 * taxel));
                Assert.Equal(grasp == GraspState.Slip, mean > 1600);
            }
        }

        Assert.InRange(readings, 400, 520);
        Assert.Equal(72, reading.TaxelCount);
        Assert.Equal(Unit.Count, reading.Scale.Unit);
    }

    [Fact]
    public void Hand_ReadAgainWithinItsPeriod_IsNotReady()
    {
        SimulatedHand hand = _humanoid.CreateHand(_clock, SyntheticGenerators.Make([72], "stable", "slip"));
        _clock.AdvanceTo(Origin + (4000 * Millisecond));
        Assert.Equal(SensorStatus.Ok, hand.Read());
        _clock.AdvanceTo(Origin + (4009 * Millisecond));
        Assert.Equal(SensorStatus.NotReady, hand.Read());
        _clock.AdvanceTo(Origin + (4010 * Millisecond));
        Assert.Equal(SensorStatus.Ok, hand.Read());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(21)]
    [InlineData(25)]
    public void Wrist_PolledAtAnyRate_GivesEveryWindowWhole(int milliseconds)
    {
        SimulatedWrist wrist = Wrist(MotionActivity.ApproachToGrasp);
        WrenchStamped reading = Assert.IsType<WrenchStamped>(wrist.Reading);
        List<(WrenchWindow Window, long Stamp)> samples = [];
        for (long t = 0; t < 2 * Scene.CycleNanoseconds; t += milliseconds * Millisecond)
        {
            _clock.AdvanceTo(Origin + t);
            if (wrist.Read() == SensorStatus.Ok)
            {
                samples.Add((wrist.Truth!.Value, reading.Stamp.Nanoseconds - Origin));
            }
        }

        Assert.Equal(8, samples.Select(static sample => sample.Window.Number).Distinct().Count());
        Assert.Equal(0, wrist.MissedWindows);
        Assert.All(samples.GroupBy(static sample => sample.Window), static window => Assert.Equal(
            Enumerable.Range(0, 15).Select(index => window.Key.StartNanoseconds + (index * 21 * Millisecond)),
            window.Select(static sample => sample.Stamp)));
        Assert.All(samples.Zip(samples.Skip(1)), static pair => Assert.True(
            pair.First.Window == pair.Second.Window || pair.Second.Stamp - pair.First.Stamp >= 150 * Millisecond));
        Assert.Equal(Unit.Count, reading.ForceScale.Unit);
        Assert.Equal(Unit.Count, reading.TorqueScale.Unit);
    }

    [Fact]
    public void Wrist_HeldUpInAWindow_FinishesIt()
    {
        SimulatedWrist wrist = Wrist(MotionActivity.ApproachToGrasp);
        WrenchWindow first = _humanoid.Scene.WrenchWindowByNumber(0);
        _clock.AdvanceTo(Origin + first.StartNanoseconds + Millisecond);
        Assert.Equal(SensorStatus.Ok, wrist.Read());
        Assert.Equal(SensorStatus.NotReady, wrist.Read());
        _clock.AdvanceTo(Origin + first.EndNanoseconds + (5000 * Millisecond));
        for (int sample = 1; sample < 15; sample++)
        {
            Assert.Equal(SensorStatus.Ok, wrist.Read());
            Assert.Equal(first, wrist.Truth);
        }

        _clock.AdvanceTo(Origin + Scene.CycleNanoseconds + _humanoid.Scene.WrenchWindowByNumber(0).StartNanoseconds + (100 * Millisecond));
        Assert.Equal(SensorStatus.Ok, wrist.Read());
        Assert.Equal(16, wrist.Truth!.Value.Number);
        Assert.Equal(3, wrist.MissedWindows);
    }

    [Fact]
    public void Wrist_ReadByTwo_GivesBothTheSame()
    {
        SimulatedWrist one = Wrist(MotionActivity.MotionWithPart);
        SimulatedWrist two = Wrist(MotionActivity.MotionWithPart);
        for (long t = 0; t < Scene.CycleNanoseconds; t += 7 * Millisecond)
        {
            _clock.AdvanceTo(Origin + t);
            Assert.Equal(one.Read(), two.Read());
            Assert.Equal(((WrenchStamped)one.Reading).Force, ((WrenchStamped)two.Reading).Force);
            Assert.Equal(((WrenchStamped)one.Reading).Torque, ((WrenchStamped)two.Reading).Torque);
        }
    }

    [Fact]
    public void Read_InSteadyState_AllocatesNothing()
    {
        SimulatedHand hand = _humanoid.CreateHand(_clock, SyntheticGenerators.Make([72], "stable", "slip"));
        SimulatedWrist wrist = Wrist(MotionActivity.ApproachToGrasp);
        Poll(hand, wrist, 10_000);
        AllocationMeter meter = AllocationMeter.Start();
        int read = Poll(hand, wrist, 20_000);
        Assert.Equal(0, meter.Bytes);
        Assert.True(read > 500);
    }

    [Fact]
    public void Sensors_WithTheWrongGenerator_SayWhichAndWhy()
    {
        ArgumentException shape = Assert.Throws<ArgumentException>(() => _humanoid.CreateHand(_clock, SyntheticGenerators.Make([15, 6], "stable", "slip")));
        Assert.Contains("72", shape.Message, StringComparison.Ordinal);
        ArgumentException label = Assert.Throws<ArgumentException>(() => _humanoid.CreateHand(_clock, SyntheticGenerators.Make([72], "stable")));
        Assert.Contains("'slip'", label.Message, StringComparison.Ordinal);
        ArgumentException wrist = Assert.Throws<ArgumentException>(
            () => _humanoid.CreateWrist(_clock, MotionActivity.TransferOfPart, SyntheticGenerators.Make([90], "normal")));
        Assert.Contains("[15, 6]", wrist.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Humanoid_UnknownDriver_HasNoChip()
    {
        Assert.Null(_humanoid.Attach("bus", "bmp280", 0x76));
        Assert.NotNull(_humanoid.Attach("bus", "amg8833", 0x69));
        Assert.True(_humanoid.Bus("bus").IsPlugged(0x69));
        Assert.Equal(Origin, _humanoid.StartNanoseconds);
    }

    [Theory]
    [InlineData("approach-to-grasp", true, MotionActivity.ApproachToGrasp)]
    [InlineData("motion-with-part", true, MotionActivity.MotionWithPart)]
    [InlineData("juggling", false, MotionActivity.ApproachToGrasp)]
    [InlineData(null, false, MotionActivity.ApproachToGrasp)]
    public void ActivityName_FromAProfile_IsFoundOrNot(string? name, bool found, MotionActivity expected)
    {
        Assert.Equal(found, MotionLabels.TryParse(name, out MotionActivity activity));
        Assert.Equal(expected, activity);
        Assert.All(Enum.GetValues<MotionActivity>(), static each =>
        {
            Assert.True(MotionLabels.TryParse(MotionLabels.NameOf(each), out MotionActivity back));
            Assert.Equal(each, back);
        });
    }

    private SimulatedWrist Wrist(MotionActivity activity) =>
        _humanoid.CreateWrist(_clock, activity, SyntheticGenerators.Make([15, 6], MotionLabels.Of(activity)));

    private int Poll(SimulatedHand hand, SimulatedWrist wrist, int milliseconds)
    {
        int read = 0;
        for (int step = 0; step < milliseconds / 5; step++)
        {
            _clock.AdvanceTo(_clock.Nanoseconds + (5 * Millisecond));
            read += hand.Read() == SensorStatus.Ok ? 1 : 0;
            read += wrist.Read() == SensorStatus.Ok ? 1 : 0;
        }

        return read;
    }
}
