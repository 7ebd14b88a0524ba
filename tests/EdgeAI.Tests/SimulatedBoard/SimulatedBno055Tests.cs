using EdgeAI.Device.Bus;
using EdgeAI.Runtime.Time;
using EdgeAI.SimulatedBoard.Chips;

namespace EdgeAI.Tests.SimulatedBoard;

/// <summary>Against the data sheet BST-BNO055-DS000-14, revision 1.4, June 2016.</summary>
public sealed class SimulatedBno055Tests
{
    private const byte Address = SimulatedBno055.DefaultAddress;
    private const byte ImuMode = 0x08;
    private const byte NdofMode = 0x0C;
    private const long Millisecond = 1_000_000;

    private readonly VirtualClock _clock = new();
    private readonly FixedBody _body = new();
    private readonly Wires _wires;

    public SimulatedBno055Tests() => _wires = new Wires(new SimulatedBno055(_clock, _body, _body), Address);

    // Table 4-2.
    [Theory]
    [InlineData(0x00, 0xA0)]
    [InlineData(0x01, 0xFB)]
    [InlineData(0x02, 0x32)]
    [InlineData(0x03, 0x0F)]
    [InlineData(0x05, 0x03)]
    [InlineData(0x07, 0x00)]
    [InlineData(0x36, 0x0F)]
    [InlineData(0x39, 0x00)]
    [InlineData(0x3B, 0x80)]
    [InlineData(0x3D, 0x00)]
    [InlineData(0x3E, 0x00)]
    [InlineData(0x41, 0x24)]
    public void Register_AfterPowerOn_HoldsItsResetValue(byte register, byte value) => Assert.Equal(value, _wires.Read(register));

    // Table 0-2: 400 ms from off, 650 ms from reset.
    [Theory]
    [InlineData(false, 400)]
    [InlineData(true, 650)]
    public void Start_UntilItsTime_IsNotAcknowledged(bool byTrigger, int milliseconds)
    {
        if (byTrigger)
        {
            _wires.Write(0x3F, 0x20);
        }
        else
        {
            _wires.Bus.Unplug(Address);
            _wires.Bus.Plug(Address);
        }

        Wait((milliseconds * Millisecond) - 1);
        Assert.Equal(BusStatus.AddressNotAcknowledged, _wires.Bus.Write(Address, [0x00], 1));
        Wait(1);
        Assert.Equal(0xA0, _wires.Read(0x00));
        Assert.Equal(0x00, _wires.Read(0x3D));
    }

    // Table 3-6; the first sample 10 ms after the switch.
    [Theory]
    [InlineData(NdofMode, 5)]
    [InlineData(ImuMode, 5)]
    [InlineData(0x07, 6)]
    public void Mode_FromConfiguration_RunsAfterSevenMilliseconds(byte mode, byte status)
    {
        _wires.Write(0x3D, mode);
        Wait((7 * Millisecond) - 1);
        Assert.Equal(0, _wires.Read(0x39));
        Wait(1);
        Assert.Equal(status, _wires.Read(0x39));
        Assert.Equal(0, Signed(0x0C));
        Wait(10 * Millisecond);
        Assert.Equal(981, Signed(0x0C));
    }

    [Fact]
    public void Mode_BackToConfiguration_TakesNineteenMillisecondsAndZeroesTheOutputs()
    {
        Run(NdofMode);
        _wires.Write(0x3D, 0x00);
        Wait((19 * Millisecond) - 1);
        Assert.Equal(5, _wires.Read(0x39));
        Assert.Equal(981, Signed(0x0C));
        Wait(1);
        Assert.Equal(0, _wires.Read(0x39));
        Assert.Equal(new byte[45], _wires.Read(0x08, 45));
    }

    // Table 3-3: accelerometer, magnetometer, gyroscope, fusion.
    [Theory]
    [InlineData(1, true, false, false, false)]
    [InlineData(2, false, true, false, false)]
    [InlineData(3, false, false, true, false)]
    [InlineData(4, true, true, false, false)]
    [InlineData(5, true, false, true, false)]
    [InlineData(6, false, true, true, false)]
    [InlineData(7, true, true, true, false)]
    [InlineData(8, true, false, true, true)]
    [InlineData(9, true, true, false, true)]
    [InlineData(10, true, true, false, true)]
    [InlineData(11, true, true, true, true)]
    [InlineData(12, true, true, true, true)]
    public void Mode_ByNumber_UpdatesWhatItUses(byte mode, bool acceleration, bool field, bool rate, bool fusion)
    {
        _body.Rate[2] = 1;
        Run(mode);
        Assert.Equal(acceleration, Signed(0x0C) != 0);
        Assert.Equal(field, Signed(0x12) != 0);
        Assert.Equal(rate, Signed(0x18) != 0);
        Assert.Equal(fusion, Signed(0x20) != 0);
        Assert.Equal(fusion, Signed(0x32) != 0);
    }

    [Theory]
    [InlineData(0x0D)]
    [InlineData(0x0F)]
    public void Mode_Unknown_IsIgnored(byte mode)
    {
        _wires.Write(0x3D, mode);
        Wait(100 * Millisecond);
        Assert.Equal(0, _wires.Read(0x3D));
        Assert.Equal(0, _wires.Read(0x39));
    }

    // Section 3.6.5.5: one is 2^14.
    [Fact]
    public void Quaternion_OfAnOrientation_IsInParts16384()
    {
        _body.Quaternion[0] = 0.5;
        _body.Quaternion[1] = -0.5;
        _body.Quaternion[2] = 0.1;
        _body.Quaternion[3] = Math.Sqrt(0.49);
        Run(NdofMode);
        Assert.Equal([8192, -8192, 1638, 11469], new[] { Signed(0x20), Signed(0x22), Signed(0x24), Signed(0x26) });
    }

    // Tilted by 90 degrees about x: the world's vertical lies along the body's y.
    [Fact]
    public void GravityAndLinearAcceleration_OfATiltedBody_AddUpToTheForce()
    {
        _body.Quaternion[0] = Math.Sqrt(0.5);
        _body.Quaternion[1] = Math.Sqrt(0.5);
        _body.Force = _ => [1, 9.80665, -2];
        Run(NdofMode);
        Assert.Equal([0, 981, 0], new[] { Signed(0x2E), Signed(0x30), Signed(0x32) });
        Assert.Equal([100, 0, -200], new[] { Signed(0x28), Signed(0x2A), Signed(0x2C) });
    }

    // Tables 3-17 and 3-22: 100 a m/s^2 or 1 a mg; 16 a degree per second or 900 a radian per second.
    [Theory]
    [InlineData(0x80, 981, 917)]
    [InlineData(0x81, 1000, 917)]
    [InlineData(0x82, 981, 900)]
    public void Units_BySelection_ScaleTheOutputs(byte units, int force, int rate)
    {
        _body.Rate[0] = 1;
        _wires.Write(0x3B, units);
        Run(NdofMode);
        Assert.Equal(force, Signed(0x0C));
        Assert.Equal(rate, Signed(0x14));
    }

    [Theory]
    [InlineData(0x80, 27)]
    [InlineData(0x90, 40)]
    public void Temperature_ByUnit_IsOneDegreeOrTwoFahrenheit(byte units, int expected)
    {
        _wires.Write(0x3B, units);
        Run(NdofMode);
        Assert.Equal(expected, _wires.Read(0x34));
    }

    [Fact]
    public void Configuration_WhileRunning_IsProtected()
    {
        Run(NdofMode);
        _wires.Write(0x3B, 0x00);
        _wires.Write(0x3E, 0x02);
        _wires.Write(0x07, 0x01);
        _wires.Write(0x08, 0x00);
        Assert.Equal(0x0D, _wires.Read(0x08));
        _wires.Write(0x07, 0x00);
        Assert.Equal(0x80, _wires.Read(0x3B));
        Assert.Equal(0x00, _wires.Read(0x3E));
    }

    [Fact]
    public void Pages_EachHaveTheirRegisters()
    {
        _wires.Write(0x07, 0x01);
        Assert.Equal(0x01, _wires.Read(0x07));
        Assert.Equal(0x0D, _wires.Read(0x08));
        Assert.Equal(0x38, _wires.Read(0x0A));
        _wires.Write(0x08, 0x0F);
        Assert.Equal(0x0F, _wires.Read(0x08));
        _wires.Write(0x07, 0x00);
        Assert.Equal(0x00, _wires.Read(0x08));
        Assert.Equal(0, _wires.Read(0xF0));
    }

    [Fact]
    public void Suspend_BeforeTheModeRuns_UpdatesNothing()
    {
        _wires.Write(0x3E, 0x02);
        Run(NdofMode);
        Assert.Equal(0, Signed(0x0C));
    }

    [Fact]
    public void CalibrationStatus_InEachMode_RisesForTheSensorsInUse()
    {
        Run(NdofMode);
        Assert.Equal(0, _wires.Read(0x35));
        Wait(2500 * Millisecond);
        Assert.Equal(0x30, _wires.Read(0x35) & 0x30);
        Wait(5000 * Millisecond);
        Assert.Equal(0xFF, _wires.Read(0x35));
        _wires.Write(0x3D, 0x00);
        Wait(20 * Millisecond);
        Run(ImuMode);
        Assert.Equal(0xFC, _wires.Read(0x35));
    }

    [Fact]
    public void ReadOnlyRegisters_Written_KeepTheirValues()
    {
        _wires.Write(0x00, 0x11);
        _wires.Write(0x20, 1, 2, 3);
        _wires.Write(0x39, 0x05);
        Assert.Equal(0xA0, _wires.Read(0x00));
        Assert.Equal([0, 0, 0], _wires.Read(0x20, 3));
        Assert.Equal(0, _wires.Read(0x39));
    }

    [Fact]
    public void Transfer_AllocatesNothing()
    {
        byte[] pointer = [0x08];
        byte[] buffer = new byte[46];
        Run(NdofMode);
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
            _wires.Bus.WriteRead(Address, pointer, 1, buffer, 46);
        }
    }

    private void Run(byte mode)
    {
        _wires.Write(0x3D, mode);
        Wait(20 * Millisecond);
        _wires.Read(0x00);
    }

    private void Wait(long nanoseconds) => _clock.AdvanceTo(_clock.Nanoseconds + nanoseconds);

    private int Signed(byte register) => (short)_wires.ReadLittle(register);
}
