using EdgeAI.Device.Messages;
using EdgeAI.Device.Time;
using EdgeAI.Device.Wire;
using EdgeAI.Runtime.Estimation;
using EdgeAI.Runtime.Samples;
using EdgeAI.Runtime.Stages;

namespace EdgeAI.Tests.Runtime.Estimation;

/// <summary>Orientation against known rotations: with noise of a consumer chip, a bias of 0.6 deg/s per axis, and motion that accelerates.</summary>
public sealed class OrientationStageTests(ITestOutputHelper output)
{
    private const double Degree = Math.PI / 180;

    private static readonly Vector Bias = new(0.010, -0.011, 0.008);

    [Fact]
    public void Process_StillAndTilted_FindsTheTiltAndTheBias()
    {
        Run run = Follow(new SyntheticImu(1, 0.003, 0.05, Bias).From(Rotation.OfRollPitchYaw(0.5, -0.3, 0)), 30, static _ => default, static _ => default);
        output.WriteLine(run.ToString());

        Assert.InRange(run.TiltRms, 0, 0.3 * Degree);
        Assert.InRange((run.Stage.Filter.Bias - Bias).Length, 0, 0.001);
        Assert.True(run.Stage.Filter.IsAtRest);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Process_TurningWithBiasAndNoise_KeepsTheTiltWithinADegree(int seed)
    {
        // Half-turns to and fro about all axes at up to 1.5 rad/s, after three seconds of rest, and the accelerations of a walk.
        Run run = Follow(
            new SyntheticImu(seed, 0.003, 0.05, Bias),
            120,
            static time => Math.Clamp(time - 3, 0, 1) * new Vector(1.5 * Math.Sin(0.9 * time), 1.2 * Math.Sin(1.3 * time), 0.8 * Math.Sin(0.4 * time)),
            static time => Math.Clamp(time - 3, 0, 1) * new Vector(Math.Sin(8 * time), 0.7 * Math.Sin(11 * time), 1.5 * Math.Sin(12 * time)));
        output.WriteLine(run.ToString());

        Assert.InRange(run.TiltRms, 0, 0.6 * Degree);
        Assert.InRange(run.TiltWorst, 0, 1 * Degree);
        Assert.InRange(run.HeadingWorst, 0, 2 * Degree);
        Assert.InRange(run.WorstHeadingInSigmas, 0, 3);
    }

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(13)]
    [InlineData(14)]
    public void Process_AnyRun_ErrorsStayWithinWhatTheFilterSaysOfItself(int seed)
    {
        Run run = Follow(
            new SyntheticImu(seed, 0.003, 0.05, Bias),
            60,
            static time => new Vector(Math.Sin(time), Math.Sin(0.7 * time), 0.5 * Math.Sin(0.3 * time)),
            static time => new Vector(0.5 * Math.Sin(7 * time), 0, 0.5 * Math.Sin(9 * time)));
        output.WriteLine(run.ToString());

        // Three standard deviations, at every reading.
        Assert.InRange(run.WorstTiltInSigmas, 0, 3);
        Assert.InRange(run.WorstHeadingInSigmas, 0, 3);
    }

    [Fact]
    public void Process_Reading_IsHandedOnWithOrientationAndWithoutBias()
    {
        Run run = Follow(new SyntheticImu(5, 0.001, 0.02, Bias), 20, static _ => default, static _ => default);

        Assert.Equal(ImuParts.Orientation | ImuParts.AngularVelocity | ImuParts.LinearAcceleration, run.Output.Parts);
        Assert.Equal("imu", run.Output.FrameId);
        Assert.InRange(Math.Abs(run.Output.AngularVelocity[0]), 0, 40);
        Assert.Equal(1, Math.Sqrt(run.Output.Orientation.Sum(static part => part * 1e-9 * (part * 1e-9))), 1e-6);
    }

    [Fact]
    public void Process_HoleOrJump_StartsAnew()
    {
        OrientationStage stage = new(new OrientationOptions());
        Imu reading = new();
        reading.LinearAcceleration[2] = 9807;
        Imu answer = new();
        Assert.Equal(StageOutcome.Decided, stage.Process(SampleOf(reading, 0), answer, out _));
        Assert.Equal(StageOutcome.Unusable, stage.Process(SampleOf(reading, 0), answer, out _));
        Assert.Equal(StageOutcome.Decided, stage.Process(SampleOf(reading, 0.01), answer, out _));
        Assert.Equal(StageOutcome.Decided, stage.Process(SampleOf(reading, 3600), answer, out _));
        Assert.Equal(StageOutcome.Decided, stage.Process(SampleOf(reading, 0.02), answer, out _));
        Assert.Equal(2, stage.Restarts);
    }

    [Fact]
    public void Process_FreeFallOrMissingParts_IsUnusable()
    {
        OrientationStage stage = new(new OrientationOptions());

        Assert.Equal(StageOutcome.Unusable, stage.Process(SampleOf(new Imu(), 0), new Imu(), out _));
        Assert.Equal(StageOutcome.Unusable, stage.Process(SampleOf(new Imu { Parts = ImuParts.AngularVelocity }, 0), new Imu(), out _));
    }

    [Fact]
    public void Process_Steadily_AllocatesNothing()
    {
        OrientationStage stage = new(new OrientationOptions());
        Imu reading = new();
        reading.LinearAcceleration[2] = 9807;
        Imu answer = new();
        double time = 0;

        Assert.Equal(0, Allocation.Of(() => stage.Process(SampleOf(reading, time += 0.01), answer, out _)));
    }

    private static Run Follow(SyntheticImu imu, double seconds, Func<double, Vector> rate, Func<double, Vector> acceleration)
    {
        OrientationStage stage = new(new OrientationOptions());
        Run run = new(stage);
        double headingAtStart = 0;
        int steps = (int)(seconds / SyntheticImu.Period);
        for (int step = 0; step < steps; step++)
        {
            imu.Step(rate, acceleration);
            Assert.Equal(StageOutcome.Decided, stage.Process(SampleOf(imu.Reading, step * SyntheticImu.Period), run.Output, out _));
            Rotation off = stage.Filter.Orientation.After(imu.Truth.Inverse);
            Vector up = off.Turn(new Vector(0, 0, 1));
            double tilt = Math.Atan2(Math.Sqrt((up.X * up.X) + (up.Y * up.Y)), up.Z);
            double heading = 2 * Math.Atan2(off.Z, off.W);
            headingAtStart = step == 0 ? heading : headingAtStart;
            run.Take(step * SyntheticImu.Period, tilt, Math.IEEERemainder(heading - headingAtStart, 2 * Math.PI));
        }

        return run;
    }

    private static Sample<Imu> SampleOf(Imu reading, double seconds) => new(reading, new Stamp((long)Math.Round(seconds * 1e9), 1), new StreamId(1, 1), 0, FrameFlags.None);

    /// <summary>What came of a run: the errors from the fifth second on, and all of them in the filter's own standard deviations.</summary>
    private sealed class Run(OrientationStage stage)
    {
        private const double Settled = 5;
        private double _squares;
        private int _count;

        public OrientationStage Stage { get; } = stage;

        public Imu Output { get; } = new();

        public double TiltRms => Math.Sqrt(_squares / _count);

        public double TiltWorst { get; private set; }

        public double HeadingWorst { get; private set; }

        public double WorstTiltInSigmas { get; private set; }

        public double WorstHeadingInSigmas { get; private set; }

        public void Take(double time, double tilt, double heading)
        {
            WorstTiltInSigmas = Math.Max(WorstTiltInSigmas, tilt / Stage.Filter.TiltSigma);
            if (time < Settled)
            {
                return;
            }

            _squares += tilt * tilt;
            _count++;
            TiltWorst = Math.Max(TiltWorst, tilt);
            HeadingWorst = Math.Max(HeadingWorst, Math.Abs(heading));
            WorstHeadingInSigmas = Math.Max(WorstHeadingInSigmas, Math.Abs(heading) / Stage.Filter.HeadingSigma);
        }

        public override string ToString() => FormattableString.Invariant(
            $"tilt rms {TiltRms / Degree:0.000} deg, worst {TiltWorst / Degree:0.000} deg, {WorstTiltInSigmas:0.0} sigma; heading worst {HeadingWorst / Degree:0.0} deg, {WorstHeadingInSigmas:0.0} sigma; bias {Stage.Filter.Bias}; sigma {Stage.Filter.TiltSigma / Degree:0.00} and {Stage.Filter.HeadingSigma / Degree:0.00} deg");
    }
}
