using EdgeAI.Device.Board;
using EdgeAI.Device.Bus;
using EdgeAI.Device.Drivers.Bme280;
using EdgeAI.Device.Drivers.Bno055;
using EdgeAI.Device.Drivers.Hx711;
using EdgeAI.Device.Drivers.Ina226;
using EdgeAI.Device.Drivers.Lsm6dso;
using EdgeAI.Device.Drivers.Sht4x;
using EdgeAI.Device.Drivers.SixAxis;
using EdgeAI.Device.Messages;
using EdgeAI.Profiles.Calibrations;
using EdgeAI.Runtime.Time;
using EdgeAI.SimulatedBoard;
using EdgeAI.SimulatedBoard.Bus;
using EdgeAI.SimulatedBoard.Chips;
using EdgeAI.SimulatedBoard.Scenes;
using EdgeAI.Tests.Device.Drivers.OnSimulatedChips;

namespace EdgeAI.Tests.SimulatedBoard;

/// <summary>What the drivers say of the scene's arm, hand and room through their chips, against the truth.</summary>
public sealed class ArmInTheSceneTests
{
    private const long Millisecond = 1_000_000;
    private const long Duration = 30_000 * Millisecond;

    private readonly VirtualClock _clock = new();
    private readonly SimulatedHumanoid _humanoid;
    private readonly ArmMotion _arm;

    public ArmInTheSceneTests()
    {
        _humanoid = new SimulatedHumanoid(2026, _clock);
        _arm = new ArmMotion(2026);
    }

    [Fact]
    public void Lsm6dso_TellsHowTheArmTurnsAndStands()
    {
        Lsm6dsoSensor sensor = new(Attach("lsm6dso", SimulatedLsm6dso.DefaultAddress), SimulatedLsm6dso.DefaultAddress, _clock);
        Follow(sensor, 5 * Millisecond, 5_000, t =>
        {
            Imu imu = (Imu)sensor.Reading;
            Assert.Equal(_arm.SpecificForce(t, 0), imu.LinearAcceleration[0] * Factor(imu.LinearAccelerationScale), 0.15);
            Assert.Equal(_arm.AngularVelocity(t, 1), imu.AngularVelocity[1] * Factor(imu.AngularVelocityScale), 0.05);
        });
    }

    [Fact]
    public void Bno055_TellsTheArmsElevation()
    {
        Bno055Sensor sensor = new(Attach("bno055", SimulatedBno055.DefaultAddress), SimulatedBno055.DefaultAddress, _clock);
        Follow(sensor, 10 * Millisecond, 2_500, t =>
        {
            Imu imu = (Imu)sensor.Reading;
            double y = imu.Orientation[1] * Factor(imu.OrientationScale);
            Assert.Equal(_arm.ElevationRadians(t), -2 * Math.Asin(y), 0.03);
        });
        Assert.Equal(0xFF, sensor.CalibrationStatus);
    }

    [Theory]
    [InlineData(Bme280Quantity.Temperature, 0.02)]
    [InlineData(Bme280Quantity.Pressure, 4)]
    [InlineData(Bme280Quantity.RelativeHumidity, 0.001)]
    public void Bme280_TellsTheRoom(Bme280Quantity quantity, double tolerance)
    {
        Bme280Chip chip = new(Attach("bme280", SimulatedBme280.DefaultAddress), SimulatedBme280.DefaultAddress, _clock);
        Bme280Sensor sensor = new(chip, quantity);
        RoomClimate room = new(2026);
        Follow(sensor, 100 * Millisecond, 200, t =>
        {
            ScalarMessage message = (ScalarMessage)sensor.Reading;
            double truth = quantity switch
            {
                Bme280Quantity.Temperature => room.AirCelsius(t),
                Bme280Quantity.Pressure => room.AirPascals(t),
                _ => room.AirRelativeHumidity(t) / 100,
            };
            Assert.Equal(truth, message.Value * Factor(message.Scale), tolerance);
        });
    }

    [Fact]
    public void Sht4x_TellsTheSameRoom()
    {
        Sht4xChip chip = new(Attach("sht4x", SimulatedSht4x.DefaultAddress), SimulatedSht4x.DefaultAddress, _clock);
        Sht4xSensor sensor = new(chip, Sht4xQuantity.Temperature);
        RoomClimate room = new(2026);
        Follow(sensor, 20 * Millisecond, 400, t => Assert.Equal(room.AirCelsius(t), ((Temperature)sensor.Reading).Value / 100.0, 0.1));
    }

    [Fact]
    public void Ina226_TellsTheGripByItsCurrentAndTheReleaseByItsSign()
    {
        Ina226Options options = new() { ShuntMicroohms = (int)(GripMotor.ShuntOhms * 1e6), CurrentStepMicroamperes = 250 };
        Ina226Sensor sensor = new(Attach("ina226", SimulatedIna226.DefaultAddress), SimulatedIna226.DefaultAddress, _clock, options);
        int braking = 0;
        Follow(sensor, 6 * Millisecond, 4_000, t =>
        {
            ElectricalState state = (ElectricalState)sensor.Reading;
            double amperes = state.Current * Factor(state.CurrentScale);
            bool steady = _humanoid.Scene.TimeToNearestTransition(TransitionKind.Grasp, t) > 800 * Millisecond;
            double grip = (amperes - GripMotor.IdleAmperes) / GripMotor.AmperesPerNewton;
            braking += amperes < -0.1 ? 1 : 0;
            if (steady)
            {
                Assert.Equal(_humanoid.Scene.GripForceNewton(t), grip, 0.02);
            }
        });
        Assert.True(braking > 30, $"only {braking} readings of current that flows back");
    }

    [Fact]
    public void Hx711_WithItsSheet_TellsTheForce()
    {
        SimulatedSpiBus bus = _humanoid.AttachPulsed("hx711", 1_000_000)!;
        Hx711Sensor sensor = new(bus, _clock, new Hx711Options { ConversionsPerSecond = 80 });
        double zero = BridgeCalibration.ZeroMillivoltsPerVolt / BridgeCalibration.MillivoltsPerVoltPerNewton;
        Follow(sensor, 13 * Millisecond, 2_000, t =>
        {
            double newton = (((ForceStamped)sensor.Reading).RawCount / BridgeCalibration.CountsPerNewton(128)) - zero;
            double change = Math.Abs(_humanoid.Scene.GripForceNewton(t) - _humanoid.Scene.GripForceNewton(Math.Max(0, t - (30 * Millisecond))));
            Assert.InRange(newton - _humanoid.Scene.GripForceNewton(t), -0.05 - change, 0.05 + change);
        });
    }

    [Fact]
    public void SixAxis_WithItsCertificate_TellsTheObjectsWeight()
    {
        SixAxisCertificate certificate = SixAxisCertificate.AtAnyTemperature(WristBridges.DecouplingMatrix(128), WristBridges.ZeroCounts(128));
        SixAxisSensor sensor = SixAxisOnSimulatedChipsTests.Make(Attach("six-axis", SimulatedTca9548a.DefaultAddress), _clock, certificate);
        WristLoad load = new(_humanoid.Scene, _arm);
        int carried = 0;
        Follow(sensor, 13 * Millisecond, 1_500, t =>
        {
            // The filter spans four conversions: where the load moves, the wrench is of a moment ago.
            long before = Math.Max(0, t - (80 * Millisecond));
            double change = Enumerable.Range(0, 6).Sum(axis => Math.Abs(load.Wrench(t, axis) - load.Wrench(before, axis)));
            if (change > 0.01)
            {
                return;
            }

            WrenchStamped wrench = (WrenchStamped)sensor.Reading;
            carried += load.Wrench(t, 2) < -1 ? 1 : 0;
            for (int axis = 0; axis < 3; axis++)
            {
                Assert.Equal(load.Wrench(t, axis), wrench.Force[axis] * 1e-3, 0.05);
                Assert.Equal(load.Wrench(t, axis + 3), wrench.Torque[axis] * 1e-6, 0.005);
            }
        });
        Assert.True(carried > 300, $"only {carried} readings with an object");
    }

    [Theory]
    [InlineData("amg8833")]
    [InlineData("hx711x")]
    public void AttachPulsed_WhatIsNotClockedSo_HasNoChip(string driver) => Assert.Null(_humanoid.AttachPulsed(driver, 1_000_000));

    private static double Factor(Scale scale) => scale.Mantissa * Math.Pow(10, scale.Exponent);

    private II2cBus Attach(string driver, byte address)
    {
        II2cBus? bus = _humanoid.Attach("arm", driver, address);
        Assert.NotNull(bus);
        Assert.Null(_humanoid.Attach("arm", "no-such-driver", 0x50));
        return bus;
    }

    private void Follow(ISensor sensor, long step, int atLeast, Action<long> compare)
    {
        int good = 0;
        while (_clock.Nanoseconds < Duration)
        {
            _clock.AdvanceTo(_clock.Nanoseconds + step);
            SensorStatus status = sensor.Read();
            if (status == SensorStatus.Ok)
            {
                good++;
                compare(_clock.Nanoseconds);
            }
        }

        Assert.True(good >= atLeast, $"only {good} good readings");
    }
}
