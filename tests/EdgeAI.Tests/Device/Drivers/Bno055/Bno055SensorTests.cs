using EdgeAI.Device.Board;
using EdgeAI.Device.Drivers.Bno055;
using EdgeAI.Device.Messages;
using EdgeAI.Tests.Device.Bus;

namespace EdgeAI.Tests.Device.Drivers.Bno055;

public sealed class Bno055SensorTests
{
    private const long Millisecond = 1_000_000;

    private readonly ManualClock _clock = new();
    private readonly Bno055Fake _chip;
    private readonly Bno055Sensor _sensor;

    public Bno055SensorTests()
    {
        _chip = new Bno055Fake(_clock);
        _sensor = new Bno055Sensor(_chip, 0x28, _clock);
        _chip.Present(3);
    }

    private Imu Imu => (Imu)_sensor.Reading;

    [Theory]
    [InlineData(Bno055Mode.Imu, false, 0x08, 0x00)]
    [InlineData(Bno055Mode.Ndof, true, 0x0C, 0x80)]
    public void Start_Options_StandInTheRegisters(Bno055Mode mode, bool crystal, byte operation, byte trigger)
    {
        BringUp(new Bno055Sensor(_chip, 0x28, _clock, new Bno055Options { Mode = mode, ExternalCrystal = crystal }));
        Assert.Equal((operation, trigger, (byte)0x02, (byte)0), (_chip[0x3D], _chip[0x3F], _chip[0x3B], _chip[0x3E]));
        Assert.Equal(0, _chip.Resets);
    }

    [Fact]
    public void Start_ModeSwitches_WaitTheDataSheetsTimes()
    {
        Assert.Equal(SensorStatus.NotReady, _sensor.Start());
        Assert.Equal(Bno055Stage.Leaving, _sensor.Stage);
        _clock.Advance(18 * Millisecond);
        Assert.Equal(SensorStatus.NotReady, _sensor.Read());
        Assert.Equal(Bno055Stage.Leaving, _sensor.Stage);
        _clock.Advance(Millisecond);
        Assert.Equal(SensorStatus.NotReady, _sensor.Read());
        Assert.Equal(Bno055Stage.Entering, _sensor.Stage);
        _clock.Advance(7 * Millisecond);
        Assert.Equal(SensorStatus.Ok, _sensor.Read());
        Assert.Equal(Bno055Stage.Running, _sensor.Stage);
    }

    [Fact]
    public void Read_GoodReading_IsAUnitQuaternionInSiUnits()
    {
        _chip.Set(0x20, 11585, 0, 0, 11585);
        _chip.Set(0x14, 900, -450, 0);
        BringUp(_sensor);
        Assert.Equal([0, 0, 11585, 11585], Imu.Orientation);
        Assert.Equal(Math.Sqrt(0.5), Value(11585, Imu.OrientationScale), 4);
        Assert.Equal([1.0, -0.5], [Math.Round(Value(Imu.AngularVelocity[0], Imu.AngularVelocityScale), 8), Math.Round(Value(Imu.AngularVelocity[1], Imu.AngularVelocityScale), 8)]);
        Assert.Equal(9.81, Value(Imu.LinearAcceleration[2], Imu.LinearAccelerationScale), 10);
        Assert.Equal(0x30, _sensor.CalibrationStatus);
    }

    [Theory]
    [InlineData(16384, 0, 0, 0, SensorStatus.Ok)]
    [InlineData(-8192, 8192, -8192, 8192, SensorStatus.Ok)]
    [InlineData(16546, 0, 0, 0, SensorStatus.Ok)]
    [InlineData(16548, 0, 0, 0, SensorStatus.Implausible)]
    [InlineData(0, 0, 0, 0, SensorStatus.Implausible)]
    [InlineData(-32768, -32768, -32768, -32768, SensorStatus.Implausible)]
    public void Read_QuaternionOffUnit_IsImplausible(short w, short x, short y, short z, SensorStatus expected)
    {
        BringUp(_sensor);
        _chip.Set(0x20, w, x, y, z);
        Assert.Equal(expected, _sensor.Read());
    }

    [Theory]
    [InlineData(0x08, 3919, SensorStatus.Ok)]
    [InlineData(0x0A, 3920, SensorStatus.Saturated)]
    [InlineData(0x0C, -3922, SensorStatus.Saturated)]
    [InlineData(0x14, 31_399, SensorStatus.Ok)]
    [InlineData(0x16, 31_414, SensorStatus.Saturated)]
    [InlineData(0x18, -32_768, SensorStatus.Saturated)]
    public void Read_AxisAtItsEnd_IsSaturated(byte register, short value, SensorStatus expected)
    {
        BringUp(_sensor);
        _chip.Set(register, value);
        Assert.Equal(expected, _sensor.Read());
    }

    [Theory]
    [InlineData(85, SensorStatus.Ok)]
    [InlineData(86, SensorStatus.Implausible)]
    [InlineData(0xD8, SensorStatus.Ok)]
    [InlineData(0xD7, SensorStatus.Implausible)]
    public void Read_TemperatureBeyondItsRange_IsImplausible(byte temperature, SensorStatus expected)
    {
        BringUp(_sensor);
        _chip[0x34] = temperature;
        Assert.Equal(expected, _sensor.Read());
    }

    [Fact]
    public void Read_SystemError_IsAChipFaultThenResetsAndComesUp()
    {
        BringUp(_sensor);
        _chip[0x39] = 1;
        _chip[0x3A] = 6;
        Assert.Equal(SensorStatus.ChipFault, _sensor.Read());
        Assert.Equal(6, _sensor.SystemErrorCode);
        Assert.Equal(SensorStatus.NotReady, _sensor.Read());
        Assert.Equal((1, Bno055Stage.Resetting), (_chip.Resets, _sensor.Stage));
        _clock.Advance(649 * Millisecond);
        Assert.Equal(SensorStatus.NotReady, _sensor.Read());
        BringUp(_sensor);
    }

    [Fact]
    public void Read_FirmwareThatNeverSaysThatItFuses_IsJudgedByModeAndQuaternion()
    {
        _chip.StatusStuckIdle = true;
        BringUp(_sensor);
        _chip[0x39] = 6;
        Assert.Equal(SensorStatus.ConfigurationLost, _sensor.Read());
    }

    [Fact]
    public void Start_SelfTestFailed_IsAChipFault()
    {
        _chip[0x36] = 0x0D;
        Assert.Equal(SensorStatus.NotReady, _sensor.Start());
        _clock.Advance(19 * Millisecond);
        Assert.Equal(SensorStatus.ChipFault, _sensor.Start());
    }

    [Fact]
    public void Start_FusionNeverRuns_IsTimeout()
    {
        _chip.NeverFuses = true;
        SensorStatus status = _sensor.Start();
        for (int i = 0; i < 300 && status == SensorStatus.NotReady; i++)
        {
            _clock.Advance(10 * Millisecond);
            status = _sensor.Start();
        }

        Assert.Equal(SensorStatus.Timeout, status);
        _chip.NeverFuses = false;
        BringUp(_sensor);
    }

    [Theory]
    [InlineData(0x00)]
    [InlineData(0x01)]
    [InlineData(0x02)]
    [InlineData(0x03)]
    public void Start_OtherIdentity_IsWrongChip(byte register)
    {
        _chip[register] ^= 0x01;
        Assert.Equal(SensorStatus.WrongChip, _sensor.Start());
        Assert.Equal(0x80, _chip[0x3B]);
    }

    [Theory]
    [InlineData(0x07, 1)]
    [InlineData(0x3B, 0x80)]
    [InlineData(0x3D, 0x00)]
    [InlineData(0x3E, 0x02)]
    public void Read_SettingChangedInTheChip_IsConfigurationLost(byte register, byte value)
    {
        BringUp(_sensor);
        _chip[register] = value;
        Assert.Equal(SensorStatus.ConfigurationLost, _sensor.Read());
        BringUp(_sensor);
    }

    private static double Value(int raw, Scale scale) => raw * (double)scale.Mantissa * Math.Pow(10, scale.Exponent);

    private void BringUp(Bno055Sensor sensor)
    {
        for (int i = 0; i < 1000; i++)
        {
            if (sensor.Read() == SensorStatus.Ok)
            {
                return;
            }

            _clock.Advance(5 * Millisecond);
        }

        Assert.Fail($"the chip did not come up; stage {sensor.Stage}");
    }
}
