using System.Globalization;
using EdgeAI.Device.Messages;
using EdgeAI.Device.Time;
using EdgeAI.Device.Wire;
using EdgeAI.Runtime.Estimation;
using EdgeAI.Runtime.Samples;
using EdgeAI.Runtime.Stages;

namespace EdgeAI.Tests.Runtime.Estimation;

/// <summary>
/// A recorded IMU (xioTechnologies/Fusion's sensor_data.csv: 135 s at about 100 Hz, turned about each axis by hand between pauses). There is no
/// ground truth: what is held is that gravity points where it must and that what lies still is said to.
/// </summary>
public sealed class RecordedImuTests(ITestOutputHelper output)
{
    private const double Degree = Math.PI / 180;

    [Fact]
    public void Process_XioFusion_GravityPointsUpAndStillnessIsStill()
    {
        string path = Checkout.SharedData("imu", "xio-fusion", "sensor_data.csv");
        OrientationStage stage = new(new OrientationOptions());
        Imu reading = new() { AngularVelocityScale = new Scale(1, -6, Unit.RadianPerSecond), LinearAccelerationScale = new Scale(1, -6, Unit.MetrePerSecondSquared) };
        Imu answer = new();
        double upright = 0;
        int resting = 0;
        int readings = 0;
        double worstStillTilt = 0;
        double driftAtRest = 0;
        Rotation? atRestSince = null;
        double largestTurn = 0;
        foreach (string line in File.ReadLines(path).Skip(1))
        {
            double[] row = [.. line.Split(',').Select(static number => double.Parse(number, CultureInfo.InvariantCulture))];
            for (int axis = 0; axis < 3; axis++)
            {
                reading.AngularVelocity[axis] = (int)Math.Round(row[1 + axis] * Degree * 1e6);
                reading.LinearAcceleration[axis] = (int)Math.Round(row[4 + axis] * OrientationFilter.Gravity * 1e6);
            }

            Assert.Equal(StageOutcome.Decided, stage.Process(new Sample<Imu>(reading, new Stamp((long)(row[0] * 1e9), 1), new StreamId(1, 1), readings, FrameFlags.Replayed), answer, out _));
            readings++;
            Rotation orientation = stage.Filter.Orientation;
            Vector felt = orientation.Turn(new Vector(row[4], row[5], row[6]));
            largestTurn = Math.Max(largestTurn, orientation.Angle);
            if (!stage.Filter.IsAtRest)
            {
                atRestSince = null;
                continue;
            }

            resting++;
            double tilt = Math.Atan2(Math.Sqrt((felt.X * felt.X) + (felt.Y * felt.Y)), felt.Z);
            upright += tilt * tilt;
            worstStillTilt = Math.Max(worstStillTilt, tilt);
            atRestSince ??= orientation;
            driftAtRest = Math.Max(driftAtRest, orientation.After(atRestSince.Value.Inverse).Angle);
        }

        output.WriteLine(FormattableString.Invariant(
            $"{readings} readings, {resting} at rest; tilt against gravity at rest rms {Math.Sqrt(upright / resting) / Degree:0.00} deg, worst {worstStillTilt / Degree:0.00} deg; turn within a rest {driftAtRest / Degree:0.00} deg; end {stage.Filter.Orientation.Angle / Degree:0.0} deg from the start, largest turn {largestTurn / Degree:0} deg; bias {stage.Filter.Bias}"));
        Assert.Equal(13_514, readings);
        Assert.InRange(resting, 1000, 13_514);
        Assert.InRange(largestTurn, 90 * Degree, Math.PI);
        Assert.InRange(Math.Sqrt(upright / resting), 0, 1 * Degree);
        Assert.InRange(worstStillTilt, 0, 3 * Degree);
        Assert.InRange(driftAtRest, 0, 2 * Degree);
    }
}
