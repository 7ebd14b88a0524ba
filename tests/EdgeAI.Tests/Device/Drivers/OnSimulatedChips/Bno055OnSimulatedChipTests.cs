using EdgeAI.Device.Board;
using EdgeAI.Device.Bus;
using EdgeAI.Device.Drivers.Bno055;
using EdgeAI.Device.Messages;
using EdgeAI.Device.Time;
using EdgeAI.SimulatedBoard.Chips;
using EdgeAI.Tests.SimulatedBoard;

namespace EdgeAI.Tests.Device.Drivers.OnSimulatedChips;

public sealed class Bno055OnSimulatedChipTests : SensorDriverContract
{
    protected override long ReadingStep => 10_000_000;

    protected override long SamplingInterval => 10_000_000;

    protected override long PowerOnNanoseconds => 400_000_000;

    protected override IChipUnderTest CreateChip(IClock clock)
    {
        FixedBody body = new();
        double[] force = new double[3];
        body.Force = _ => force;
        return new SimulatedChipUnderTest(
            SimulatedBno055.DefaultAddress,
            new SimulatedBno055(clock, body, body),
            variant =>
            {
                for (int axis = 0; axis < 3; axis++)
                {
                    force[axis] = Force(variant, axis);
                    body.Rate[axis] = Rate(variant, axis);
                }

                for (int part = 0; part < 4; part++)
                {
                    body.Quaternion[part] = Orientation(variant, part);
                }
            },
            Shows);
    }

    protected override ISensor CreateDriver(II2cBus bus, IClock clock) => new Bno055Sensor(bus, SimulatedBno055.DefaultAddress, clock);

    private static double Force(int variant, int axis) => (variant - 4.5) * (axis - 1.5) * 4;

    private static double Rate(int variant, int axis) => (variant - 4.5) * (axis - 0.7) * 1.5;

    // A turn by 0.3 rad a variant about an axis askew: w, x, y, z.
    private static double Orientation(int variant, int part)
    {
        double half = 0.15 * variant;
        return part switch { 0 => Math.Cos(half), 1 => 0.6 * Math.Sin(half), 2 => 0, _ => -0.8 * Math.Sin(half) };
    }

    private static bool Shows(Message reading, int variant)
    {
        Imu imu = (Imu)reading;
        for (int axis = 0; axis < 3; axis++)
        {
            double force = imu.LinearAcceleration[axis] * Factor(imu.LinearAccelerationScale);
            double rate = imu.AngularVelocity[axis] * Factor(imu.AngularVelocityScale);
            if (Math.Abs(force - Force(variant, axis)) > 0.006 || Math.Abs(rate - Rate(variant, axis)) > 0.001)
            {
                return false;
            }
        }

        // The message's order is x, y, z, w.
        for (int part = 0; part < 4; part++)
        {
            if (Math.Abs((imu.Orientation[(part + 3) % 4] * Factor(imu.OrientationScale)) - Orientation(variant, part)) > 1e-4)
            {
                return false;
            }
        }

        return true;
    }

    private static double Factor(Scale scale) => scale.Mantissa * Math.Pow(10, scale.Exponent);
}
