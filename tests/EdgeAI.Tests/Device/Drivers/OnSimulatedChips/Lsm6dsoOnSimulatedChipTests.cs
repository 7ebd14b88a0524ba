using EdgeAI.Device.Board;
using EdgeAI.Device.Bus;
using EdgeAI.Device.Drivers.Lsm6dso;
using EdgeAI.Device.Messages;
using EdgeAI.Device.Time;
using EdgeAI.SimulatedBoard.Chips;
using EdgeAI.Tests.SimulatedBoard;

namespace EdgeAI.Tests.Device.Drivers.OnSimulatedChips;

public sealed class Lsm6dsoOnSimulatedChipTests : SensorDriverContract
{
    protected override long ReadingStep => 5_100_000;

    protected override long SamplingInterval => 5_000_000;

    protected override long PowerOnNanoseconds => 10_000_000;

    protected override IChipUnderTest CreateChip(IClock clock)
    {
        FixedBody body = new();
        double[] force = new double[3];
        body.Force = _ => force;
        return new SimulatedChipUnderTest(
            SimulatedLsm6dso.DefaultAddress,
            new SimulatedLsm6dso(clock, body, body, seed: 8),
            variant =>
            {
                for (int axis = 0; axis < 3; axis++)
                {
                    force[axis] = Force(variant, axis);
                    body.Rate[axis] = Rate(variant, axis);
                }
            },
            Shows);
    }

    protected override ISensor CreateDriver(II2cBus bus, IClock clock) => new Lsm6dsoSensor(bus, SimulatedLsm6dso.DefaultAddress, clock);

    private static double Force(int variant, int axis) => (variant - 4.5) * (axis - 1.5) * 4;

    private static double Rate(int variant, int axis) => (variant - 4.5) * (axis - 0.7) * 1.5;

    // Noise at 208 a second: 0.7 mg and 39 mdps; six of them, and a step of the driver's ranges.
    private static bool Shows(Message reading, int variant)
    {
        Imu imu = (Imu)reading;
        for (int axis = 0; axis < 3; axis++)
        {
            double force = imu.LinearAcceleration[axis] * Factor(imu.LinearAccelerationScale);
            double rate = imu.AngularVelocity[axis] * Factor(imu.AngularVelocityScale);
            if (Math.Abs(force - Force(variant, axis)) > 0.06 || Math.Abs(rate - Rate(variant, axis)) > 0.006)
            {
                return false;
            }
        }

        return true;
    }

    private static double Factor(Scale scale) => scale.Mantissa * Math.Pow(10, scale.Exponent);
}
