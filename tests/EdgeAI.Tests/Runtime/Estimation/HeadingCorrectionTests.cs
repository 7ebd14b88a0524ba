using System.Globalization;
using EdgeAI.Device.Messages;
using EdgeAI.Device.Time;
using EdgeAI.Device.Wire;
using EdgeAI.Runtime.Estimation;
using EdgeAI.Runtime.Samples;
using EdgeAI.Runtime.Stages;

namespace EdgeAI.Tests.Runtime.Estimation;

/// <summary>Headings by a magnetometer, against known rotations in a known field: with noise, a gyroscope's bias, iron on the sensor and iron that passes.</summary>
public sealed class HeadingCorrectionTests(ITestOutputHelper output)
{
    private const double Degree = Math.PI / 180;

    // The field of Central Europe, in tesla: north is y, up is z.
    private static readonly Vector Field = new(0, 20e-6, -44e-6);
    private static readonly Vector Bias = new(0.010, -0.011, 0.008);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Take_TurningAboutAllAxes_FindsNorthAndStaysWithinThreeSigmas(int seed)
    {
        Run run = Follow(seed, 120, static _ => default, new Vector(0.8e-6, -0.9e-6, 0.5e-6));
        output.WriteLine(run.ToString());

        Assert.InRange(run.WorstInSigmas, 0, 3);
        Assert.InRange(run.Worst, 0, 8 * Degree);
        Assert.InRange(run.Rms, 0, 4 * Degree);
        Assert.InRange(run.TiltWorst, 0, 1 * Degree);
    }

    [Fact]
    public void Take_OverTenMinutes_TheHeadingDoesNotDriftAsItWouldWithout()
    {
        Run with = Follow(7, 600, static _ => default, default);
        Run without = Follow(7, 600, static _ => default, default, isBlind: true);
        output.WriteLine(FormattableString.Invariant($"with: {with}; without: sigma {without.LastSigma / Degree:0.0} deg"));

        Assert.InRange(with.Worst, 0, 5 * Degree);
        Assert.True(without.LastSigma > 100 * Degree, "without a field nothing shows where north is");
        Assert.InRange(with.LastSigma, 0, 6 * Degree);
    }

    /// <summary>Iron passes for five seconds: what it adds is told from the field by strength and dip, and the heading goes on by the gyroscope.</summary>
    [Theory]
    [InlineData(30e-6, 0, 0)]
    [InlineData(0, 0, 25e-6)]
    [InlineData(-15e-6, -15e-6, 10e-6)]
    public void Take_IronPasses_IsLeftOutAndTheHeadingStands(double x, double y, double z)
    {
        Run run = Follow(5, 60, time => time is >= 20 and < 25 ? new Vector(x, y, z) : default, default);
        output.WriteLine(run.ToString());

        Assert.InRange(run.Correction.CountOf(FieldVerdict.OtherStrength) + run.Correction.CountOf(FieldVerdict.OtherDip) + run.Correction.CountOf(FieldVerdict.OtherHeading), 450, 510);
        Assert.InRange(run.WorstInSigmas, 0, 3);
        Assert.InRange(run.Worst, 0, 6 * Degree);
    }

    /// <summary>A field that only turned, with the old strength and dip: it points where the estimate cannot be.</summary>
    [Fact]
    public void Take_FieldThatTurned_IsLeftOut()
    {
        Vector turned = new Vector(20e-6, 0, -44e-6) - Field;
        Run run = Follow(6, 60, time => time >= 30 ? turned : default, default, turning: 0);
        output.WriteLine(run.ToString());

        Assert.InRange(run.Correction.CountOf(FieldVerdict.OtherHeading), 2900, 3000);
        Assert.InRange(run.WorstInSigmas, 0, 3);
    }

    [Fact]
    public void Take_FieldWithoutALevelPart_ShowsNoHeading()
    {
        OrientationFilter filter = new(new OrientationOptions());
        Assert.True(filter.TryStart(new Vector(0, 0, OrientationFilter.Gravity)));
        HeadingCorrection correction = new(filter, new MagneticOptions());
        correction.Start();

        Assert.Equal(FieldVerdict.NoHeading, correction.Take(new Vector(0, 0, -60e-6), 0));
        Assert.Equal(FieldVerdict.NoHeading, correction.Take(default, 0.01));
        Assert.True(filter.HeadingSigma > 1);
    }

    [Fact]
    public void Take_Steadily_AllocatesNothing()
    {
        OrientationFilter filter = new(new OrientationOptions());
        filter.TryStart(new Vector(0, 0, OrientationFilter.Gravity));
        HeadingCorrection correction = new(filter, new MagneticOptions());
        correction.Start();

        Assert.Equal(0, Allocation.Of(() => correction.Take(Field, 0.01)));
    }

    /// <summary>A recorded sensor that was turned by hand and put back: no ground truth, but the same place at both ends.</summary>
    [Fact]
    public void Take_XioFusion_ComesBackToTheHeadingOfTheStart()
    {
        string path = Checkout.SharedData("imu", "xio-fusion", "sensor_data.csv");
        OrientationStage stage = new(new OrientationOptions());
        HeadingCorrection correction = new(stage.Filter, new MagneticOptions());
        Imu reading = new() { AngularVelocityScale = new Scale(1, -6, Unit.RadianPerSecond), LinearAccelerationScale = new Scale(1, -6, Unit.MetrePerSecondSquared) };
        Imu answer = new();
        Rotation? settled = null;
        double last = 0;
        foreach (string line in File.ReadLines(path).Skip(1))
        {
            double[] row = [.. line.Split(',').Select(static number => double.Parse(number, CultureInfo.InvariantCulture))];
            for (int axis = 0; axis < 3; axis++)
            {
                reading.AngularVelocity[axis] = (int)Math.Round(row[1 + axis] * Degree * 1e6);
                reading.LinearAcceleration[axis] = (int)Math.Round(row[4 + axis] * OrientationFilter.Gravity * 1e6);
            }

            Assert.Equal(StageOutcome.Decided, stage.Process(new Sample<Imu>(reading, new Stamp((long)(row[0] * 1e9), 1), new StreamId(1, 1), 0, FrameFlags.Replayed), answer, out _));
            if (row[0] == 0)
            {
                correction.Start();
            }

            correction.Take(1e-6 * new Vector(row[7], row[8], row[9]), row[0] - last);
            last = row[0];
            settled ??= row[0] > 3 ? stage.Filter.Orientation : null;
        }

        double turned = stage.Filter.Orientation.After(settled!.Value.Inverse).Angle;
        long taken = correction.CountOf(FieldVerdict.Taken);
        output.WriteLine(FormattableString.Invariant(
            $"{taken} fields taken, {correction.CountOf(FieldVerdict.OtherStrength)} of other strength, {correction.CountOf(FieldVerdict.OtherDip)} of other dip, {correction.CountOf(FieldVerdict.OtherHeading)} of another heading; end {turned / Degree:0.0} deg from the start, heading sigma {stage.Filter.HeadingSigma / Degree:0.0} deg"));
        Assert.True(taken > 4000, $"{taken} fields taken");
        Assert.InRange(turned, 0, 6 * Degree);
    }

    private static Run Follow(int seed, double seconds, Func<double, Vector> iron, Vector onTheSensor, bool isBlind = false, double turning = 1)
    {
        SyntheticImu imu = new SyntheticImu(seed, 0.003, 0.05, Bias).From(Rotation.OfRollPitchYaw(0.2, -0.1, 1.9));
        OrientationStage stage = new(new OrientationOptions());
        Run run = new(stage.Filter, new HeadingCorrection(stage.Filter, new MagneticOptions()));
        Random random = new(seed);
        Imu answer = new();
        int steps = (int)(seconds / SyntheticImu.Period);
        for (int step = 0; step < steps; step++)
        {
            double time = step * SyntheticImu.Period;
            imu.Step(
                at => turning * Math.Clamp(at - 3, 0, 1) * new Vector(1.2 * Math.Sin(0.9 * at), 0.9 * Math.Sin(1.3 * at), 0.8 * Math.Sin(0.4 * at)),
                at => Math.Clamp(at - 3, 0, 1) * new Vector(0.7 * Math.Sin(8 * at), 0.5 * Math.Sin(11 * at), Math.Sin(12 * at)));
            Assert.Equal(StageOutcome.Decided, stage.Process(new Sample<Imu>(imu.Reading, new Stamp((long)Math.Round(time * 1e9), 1), new StreamId(1, 1), 0, FrameFlags.None), answer, out _));
            if (step == 0)
            {
                run.Correction.Start();
            }

            if (!isBlind)
            {
                Vector noise = 0.4e-6 * new Vector(Normal(random), Normal(random), Normal(random));
                run.Correction.Take(imu.Truth.Inverse.Turn(Field + iron(time)) + onTheSensor + noise, step == 0 ? 0 : SyntheticImu.Period);
            }

            run.Take(time, stage.Filter.Orientation.After(imu.Truth.Inverse));
        }

        return run;
    }

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    /// <summary>What came of a run: the heading's errors from north, and all of them in the filter's own standard deviations.</summary>
    private sealed class Run(OrientationFilter filter, HeadingCorrection correction)
    {
        private double _squares;
        private int _count;

        public HeadingCorrection Correction { get; } = correction;

        public double Rms => Math.Sqrt(_squares / _count);

        public double Worst { get; private set; }

        public double WorstInSigmas { get; private set; }

        public double TiltWorst { get; private set; }

        public double LastSigma { get; private set; }

        public void Take(double time, Rotation off)
        {
            double heading = Math.Abs(2 * Math.Atan2(off.Z, off.W));
            heading = Math.Min(heading, (2 * Math.PI) - heading);
            LastSigma = filter.HeadingSigma;
            WorstInSigmas = Math.Max(WorstInSigmas, heading / LastSigma);
            if (time < 5)
            {
                return;
            }

            Vector up = off.Turn(new Vector(0, 0, 1));
            TiltWorst = Math.Max(TiltWorst, Math.Atan2(Math.Sqrt((up.X * up.X) + (up.Y * up.Y)), up.Z));
            Worst = Math.Max(Worst, heading);
            _squares += heading * heading;
            _count++;
        }

        public override string ToString() => FormattableString.Invariant(
            $"heading rms {Rms / Degree:0.00} deg, worst {Worst / Degree:0.00} deg, {WorstInSigmas:0.0} sigma; sigma at the end {LastSigma / Degree:0.00} deg; tilt worst {TiltWorst / Degree:0.00} deg; taken {Correction.CountOf(FieldVerdict.Taken)}, strength {Correction.CountOf(FieldVerdict.OtherStrength)}, dip {Correction.CountOf(FieldVerdict.OtherDip)}, heading {Correction.CountOf(FieldVerdict.OtherHeading)}");
    }
}
