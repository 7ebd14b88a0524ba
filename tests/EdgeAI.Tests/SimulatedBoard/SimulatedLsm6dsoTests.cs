using EdgeAI.Device.Bus;
using EdgeAI.Runtime.Time;
using EdgeAI.SimulatedBoard.Chips;

namespace EdgeAI.Tests.SimulatedBoard;

/// <summary>Against the data sheet DS12140 rev 2, LSM6DSO, and the application note AN5192.</summary>
public sealed class SimulatedLsm6dsoTests
{
    private const byte Address = SimulatedLsm6dso.DefaultAddress;
    private const long Microsecond = 1000;
    private const long Millisecond = 1_000_000;

    private readonly VirtualClock _clock = new();
    private readonly FixedBody _body = new();
    private readonly Wires _wires;

    public SimulatedLsm6dsoTests() => _wires = new Wires(new SimulatedLsm6dso(_clock, _body, _body, 5), Address);

    [Theory]
    [InlineData(0x0F, 0x6C)]
    [InlineData(0x10, 0x00)]
    [InlineData(0x11, 0x00)]
    [InlineData(0x12, 0x04)]
    [InlineData(0x18, 0xE0)]
    [InlineData(0x1E, 0x00)]
    public void Register_AfterPowerOn_HoldsItsResetValue(byte register, byte value) => Assert.Equal(value, _wires.Read(register));

    // CTRL1_XL and CTRL2_G: 12.5 Hz to 6.66 kHz, in microseconds.
    [Theory]
    [InlineData(0x10, 0x10, 0x01, 79_999)]
    [InlineData(0x10, 0x40, 0x01, 9_615)]
    [InlineData(0x10, 0xA0, 0x01, 150)]
    [InlineData(0x11, 0x20, 0x02, 38_461)]
    [InlineData(0x11, 0x60, 0x02, 2_403)]
    public void DataReady_ByRate_ComesEachPeriodAndReadingAHighByteClearsIt(byte control, byte value, byte flag, int microseconds)
    {
        byte low = control == 0x10 ? (byte)0x28 : (byte)0x22;
        _wires.Write(control, value);
        long start = _clock.Nanoseconds;
        for (int sample = 1; sample <= 3; sample++)
        {
            _clock.AdvanceTo(start + (sample * microseconds * Microsecond));
            Assert.Equal(0, _wires.Read(0x1E) & flag);
            Wait(3 * Microsecond);
            Assert.Equal(flag, _wires.Read(0x1E) & flag);
            _wires.Read(low);
            Assert.Equal(flag, _wires.Read(0x1E) & flag);
            _wires.Read((byte)(low + 1));
            Assert.Equal(0, _wires.Read(0x1E) & flag);
        }
    }

    [Theory]
    [InlineData(0x10, 0x00)]
    [InlineData(0x10, 0xC0)]
    [InlineData(0x11, 0xF0)]
    public void Sensor_OffOrAtAReservedRate_GivesNothing(byte control, byte value)
    {
        _wires.Write(control, value);
        Wait(1000 * Millisecond);
        Assert.Equal(0, _wires.Read(0x1E));
    }

    // "Mechanical characteristics": 0.061, 0.488, 0.122, 0.244 mg a count.
    [Theory]
    [InlineData(0x40, 0.061)]
    [InlineData(0x44, 0.488)]
    [InlineData(0x48, 0.122)]
    [InlineData(0x4C, 0.244)]
    public void Acceleration_ByRange_HasItsSensitivity(byte control, double milligravitiesPerCount)
    {
        _body.Force = _ => [-9.80665, 4.903325, 9.80665];
        _wires.Write(0x10, control);
        Wait(100 * Millisecond);
        double tolerance = 4 / milligravitiesPerCount;
        Assert.Equal(-1000 / milligravitiesPerCount, Signed(0x28), tolerance);
        Assert.Equal(500 / milligravitiesPerCount, Signed(0x2A), tolerance);
        Assert.Equal(1000 / milligravitiesPerCount, Signed(0x2C), tolerance);
    }

    // 4.375, 8.75, 17.5, 35, 70 mdps a count.
    [Theory]
    [InlineData(0x42, 4.375)]
    [InlineData(0x40, 8.75)]
    [InlineData(0x44, 17.5)]
    [InlineData(0x48, 35)]
    [InlineData(0x4C, 70)]
    public void AngularRate_ByRange_HasItsSensitivity(byte control, double millidegreesPerCount)
    {
        _body.Rate[0] = Math.PI / 2;
        _body.Rate[2] = -Math.PI / 4;
        _wires.Write(0x11, control);
        Wait(200 * Millisecond);
        double tolerance = 200 / millidegreesPerCount;
        Assert.Equal(90_000 / millidegreesPerCount, Signed(0x22), tolerance);
        Assert.Equal(0, Signed(0x24), tolerance);
        Assert.Equal(-45_000 / millidegreesPerCount, Signed(0x26), tolerance);
    }

    [Fact]
    public void Acceleration_BeyondItsRange_StandsAtTheLimit()
    {
        _body.Force = _ => [30, -30, 0];
        _wires.Write(0x10, 0x40);
        Wait(100 * Millisecond);
        Assert.Equal(short.MaxValue, Signed(0x28));
        Assert.Equal(short.MinValue, Signed(0x2A));
    }

    [Fact]
    public void Temperature_OfTheChip_Is256CountsADegreeFrom25()
    {
        _body.Celsius = 33;
        _wires.Write(0x10, 0x40);
        Wait(19 * Millisecond);
        Assert.Equal(0, _wires.Read(0x1E) & 0x04);
        Wait(Millisecond);
        Assert.Equal(0x04, _wires.Read(0x1E) & 0x04);
        Assert.Equal(10 * 256, Signed(0x20));
        Assert.Equal(0, _wires.Read(0x1E) & 0x04);
    }

    [Theory]
    [InlineData(0x04, false)]
    [InlineData(0x44, true)]
    public void Pair_ReadByteByByte_IsWholeOnlyWithBlockDataUpdate(byte control3, bool whole)
    {
        _wires.Write(0x12, control3);
        _wires.Write(0x10, 0x40);
        Wait(100 * Millisecond);
        int before = Signed(0x2C);
        byte low = _wires.Read(0x2C);
        _body.Force = _ => [0, 0, -9.80665];
        Wait(100 * Millisecond);
        byte high = _wires.Read(0x2D);
        Assert.Equal(whole, (short)(low | (high << 8)) == before || Math.Abs((short)(low | (high << 8)) - before) < 256);
        Wait(100 * Millisecond);
        Assert.True(Signed(0x2C) < -16_000);
    }

    [Fact]
    public void Burst_WithoutAutoIncrement_StaysAtItsRegister()
    {
        _wires.Write(0x12, 0x00);
        Assert.Equal([0x6C, 0x6C, 0x6C], _wires.Read(0x0F, 3));
    }

    [Fact]
    public void SoftwareReset_TakesFiftyMicrosecondsAndForgetsTheConfiguration()
    {
        _wires.Write(0x10, 0x48);
        _wires.Write(0x12, 0x45);
        Assert.Equal(0x05, _wires.Read(0x12));
        _wires.Write(0x11, 0x40);
        Wait((50 * Microsecond) - 1);
        Assert.Equal(0x05, _wires.Read(0x12));
        Wait(1);
        Assert.Equal(0x04, _wires.Read(0x12));
        Assert.Equal([0, 0], _wires.Read(0x10, 2));
    }

    [Fact]
    public void Boot_OnRequest_TakesTenMillisecondsAndKeepsTheConfiguration()
    {
        _wires.Write(0x10, 0x48);
        _wires.Write(0x12, 0xC4);
        Wait((10 * Millisecond) - 1);
        Assert.Equal(0xC4, _wires.Read(0x12));
        Wait(1);
        Assert.Equal(0x44, _wires.Read(0x12));
        Assert.Equal(0x48, _wires.Read(0x10));
    }

    [Fact]
    public void PowerOn_ForTenMilliseconds_IsNotAcknowledged()
    {
        _wires.Bus.Unplug(Address);
        _wires.Bus.Plug(Address);
        Wait((10 * Millisecond) - 1);
        Assert.Equal(BusStatus.AddressNotAcknowledged, _wires.Bus.Write(Address, [0x0F], 1));
        Wait(1);
        Assert.Equal(0x6C, _wires.Read(0x0F));
    }

    [Theory]
    [InlineData(0x00, true)]
    [InlineData(0x08, false)]
    public void Gyroscope_InItsTurnOnTime_IsFlaggedUnlessMasked(byte control4, bool flagged)
    {
        _wires.Write(0x13, control4);
        _wires.Write(0x11, 0x40);
        Wait(60 * Millisecond);
        Assert.Equal(flagged ? 0x02 : 0, _wires.Read(0x1E) & 0x02);
        Wait(30 * Millisecond);
        Assert.Equal(0x02, _wires.Read(0x1E) & 0x02);
    }

    [Fact]
    public void Accelerometer_FirstSample_IsNotValid()
    {
        _wires.Write(0x10, 0x40);
        Wait(10 * Millisecond);
        Assert.InRange(Signed(0x2C), 8_000, 8_400);
        Wait(10 * Millisecond);
        Assert.InRange(Signed(0x2C), 16_300, 16_500);
    }

    [Fact]
    public void ReadOnlyRegisters_Written_KeepTheirValues()
    {
        _wires.Write(0x0F, 0x11);
        _wires.Write(0x1E, 0x07);
        _wires.Write(0x28, 1, 2, 3);
        Assert.Equal(0x6C, _wires.Read(0x0F));
        Assert.Equal(0, _wires.Read(0x1E));
        Assert.Equal([0, 0, 0], _wires.Read(0x28, 3));
        Assert.Equal(0, _wires.Read(0xF0));
    }

    [Fact]
    public void Transfer_AllocatesNothing()
    {
        double[] force = [0, 0, 9.8];
        _body.Force = _ => force;
        byte[] pointer = [0x1E];
        byte[] buffer = new byte[16];
        _wires.Write(0x10, 0x40, 0x40);
        Transfer(pointer, buffer, 50);
        AllocationMeter meter = AllocationMeter.Start();
        Transfer(pointer, buffer, 1000);
        Assert.Equal(0, meter.Bytes);
    }

    private void Transfer(byte[] pointer, byte[] buffer, int times)
    {
        for (int time = 0; time < times; time++)
        {
            Wait(10 * Millisecond);
            _wires.Bus.WriteRead(Address, pointer, 1, buffer, 16);
        }
    }

    private void Wait(long nanoseconds) => _clock.AdvanceTo(_clock.Nanoseconds + nanoseconds);

    private int Signed(byte register) => (short)_wires.ReadLittle(register);
}
