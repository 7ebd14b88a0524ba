using EdgeAI.Device.Bus;
using EdgeAI.Runtime.Time;
using EdgeAI.SimulatedBoard.Bus;
using EdgeAI.SimulatedBoard.Chips;

namespace EdgeAI.Tests.SimulatedBoard;

/// <summary>Against the data sheet 3901090393: status byte (8.2), table 17 (sensitivity), timing table, thermal specification.</summary>
public sealed class SimulatedMlx90393Tests
{
    private const byte Address = 0x0C;
    private const long Microsecond = 1_000;

    private readonly VirtualClock _clock = new();
    private readonly FixedWorld _world = new();
    private readonly SimulatedI2cBus _bus = new();

    public SimulatedMlx90393Tests()
    {
        _bus.Attach(Address, new SimulatedMlx90393(_clock, _world, sensor: 0));
        Assert.Equal(0x04, Command(0x00));
    }

    [Fact]
    public void Status_AfterReset_SaysItOnce()
    {
        Assert.Equal(0x00, Command(0x00));
        _bus.Write(Address, [0xF0], 1);
        Pass(1_600);
        Assert.Equal(0x04, Command(0x00));
        Assert.Equal(0x00, Command(0x00));
    }

    [Fact]
    public void PowerOn_WithinItsTime_AddressIsNotAcknowledged()
    {
        _bus.Unplug(Address);
        _bus.Plug(Address);
        Pass(1_599);
        Assert.Equal(BusStatus.AddressNotAcknowledged, _bus.Write(Address, [0x00], 1));
        Pass(1);
        Assert.Equal(BusStatus.Ok, _bus.Write(Address, [0x00], 1));
    }

    // 220 + 360 + m * (67 + 64 * 2^OSR * (2 + 2^DIG_FILT)) + (67 + 192 * 2^OSR2) + 120 us.
    [Theory]
    [InlineData(0x0E, 0, 0, 0, 1_736)]
    [InlineData(0x0E, 0, 1, 0, 2_312)]
    [InlineData(0x0E, 2, 3, 0, 10_376)]
    [InlineData(0x02, 0, 0, 3, 2_562)]
    [InlineData(0x0E, 7, 3, 0, 200_840)]
    public void Single_AtEachSetting_TakesTheTimeOfTheFormulas(byte selected, int filter, int oversampling, int temperature, int microseconds)
    {
        WriteRegister(2, (temperature << 11) | (filter << 2) | oversampling);
        Assert.Equal(0x20, Command((byte)(0x30 | selected)));
        Pass(microseconds - 1);
        Assert.Equal(0x20, Command(0x00));
        Pass(1);
        Assert.Equal(0x00, Command(0x00));
        Assert.Equal(0, Read((byte)(0x40 | selected), 3)[0] & 0x10);
    }

    // Table 17 at HALLCONF 0xC, microtesla per code.
    [Theory]
    [InlineData(0, 0, 0.751, 1.210)]
    [InlineData(1, 0, 0.601, 0.968)]
    [InlineData(2, 1, 0.901, 1.452)]
    [InlineData(3, 0, 0.376, 0.605)]
    [InlineData(4, 1, 0.601, 0.968)]
    [InlineData(5, 0, 0.250, 0.403)]
    [InlineData(6, 0, 0.200, 0.323)]
    [InlineData(7, 0, 0.150, 0.242)]
    [InlineData(7, 1, 0.300, 0.484)]
    public void Measurement_AtEachGain_HasTheSensitivityOfTable17(int gain, int resolution, double xy, double z)
    {
        WriteRegister(0, (gain << 4) | 0x0C);
        WriteRegister(2, (resolution << 5) | (resolution << 7) | (resolution << 9));
        (_world.Fields[0], _world.Fields[1], _world.Fields[2]) = (3000, -2000, 4000);
        short[] words = Measure(0x0E);
        Assert.Equal(3000 / xy, words[0], 0.003 * 3000 / xy);
        Assert.Equal(-2000 / xy, words[1], 0.003 * 2000 / xy);
        Assert.Equal(4000 / z, words[2], 0.003 * 4000 / z);
    }

    [Theory]
    [InlineData(2, 0x8000)]
    [InlineData(3, 0x4000)]
    public void Measurement_AtCoarseResolution_CountsFromAnOffset(int resolution, int zero)
    {
        WriteRegister(2, resolution << 5);
        Assert.Equal(zero, (ushort)Measure(0x02)[0]);
    }

    [Fact]
    public void Measurement_WithTemperatureCompensation_CountsFromAnOffset()
    {
        WriteRegister(1, 0x0400);
        Assert.Equal(0x8000, (ushort)Measure(0x02)[0]);
    }

    // Thermal specification: 46,244 at 25 degC, 45.2 per degree.
    [Theory]
    [InlineData(25, 46_244)]
    [InlineData(35, 46_696)]
    [InlineData(-20, 44_210)]
    public void Temperature_ComesFirstAndAsSpecified(double celsius, int code)
    {
        _world.Air = celsius;
        _world.Fields[0] = 150.2;
        short[] words = Measure(0x03);
        Assert.Equal(code, (ushort)words[0]);
        Assert.Equal(1000, words[1]);
    }

    [Fact]
    public void Status_OfAMeasurement_CountsItsBytes()
    {
        Command(0x3F);
        Pass(10_000);
        Assert.Equal(0x03, Read(0x4F, 9)[0]);
        Command(0x3E);
        Pass(10_000);
        Assert.Equal(0x02, Read(0x4E, 7)[0]);
    }

    [Fact]
    public void ReadMeasurement_WithNothingReady_IsAnError()
    {
        Assert.Equal([0x10, 0xFF, 0xFF], Read(0x42, 3));
        Command(0x3E);
        Assert.Equal(0x30, Read(0x4E, 7)[0]);
        Pass(10_000);
        Assert.Equal(0x02, Read(0x4E, 7)[0]);
        Assert.Equal(0x10, Read(0x4E, 7)[0] & 0x10);
    }

    [Fact]
    public void Single_WhileMeasuring_IsRefusedAndTheFirstGoesOn()
    {
        Assert.Equal(0x20, Command(0x3E));
        Pass(100);
        Assert.Equal(0x10, Command(0x3E) & 0x10);
        Pass(1_636);
        Assert.Equal(0x02, Read(0x4E, 7)[0]);
    }

    [Fact]
    public void Exit_EndsTheMeasurement()
    {
        Command(0x3E);
        Assert.Equal(0x00, Command(0x80));
        Pass(10_000);
        Assert.Equal(0x10, Read(0x4E, 7)[0]);
    }

    [Fact]
    public void Burst_MeasuresAgainAndAgain()
    {
        WriteRegister(1, 1);
        Assert.Equal(0x80, Command(0x1E));
        Pass(1_736);
        Assert.Equal(0x82, Read(0x4E, 7)[0]);
        Assert.Equal(0x90, Read(0x4E, 7)[0]);
        Pass(20_000);
        Assert.Equal(0x82, Read(0x4E, 7)[0]);
        Assert.Equal(0x90, Command(0x3E));
        Assert.Equal(0x00, Command(0x80));
    }

    [Fact]
    public void Start_WithoutAnArgument_TakesBurstSel()
    {
        Assert.Equal(0x10, Command(0x30));
        WriteRegister(1, 0x02 << 6);
        Assert.Equal(0x20, Command(0x30));
    }

    [Fact]
    public void Register_Written_ReadsBackUntilResetAndStaysOnceStored()
    {
        WriteRegister(4, 0x1234);
        Assert.Equal([0x00, 0x12, 0x34], ReadRegister(4));
        _bus.Write(Address, [0xF0], 1);
        Pass(2_000);
        Command(0x00);
        Assert.Equal([0x00, 0x00, 0x00], ReadRegister(4));
        WriteRegister(4, 0x1234);
        Assert.Equal(0x00, Command(0xE0));
        WriteRegister(4, 0x5678);
        Assert.Equal(0x00, Command(0xD0));
        Assert.Equal([0x00, 0x12, 0x34], ReadRegister(4));
    }

    [Fact]
    public void Command_Unknown_IsAnError() => Assert.Equal(0x10, Command(0xA0));

    private void Pass(long microseconds) => _clock.AdvanceTo(_clock.Nanoseconds + (microseconds * Microsecond));

    private short[] Measure(byte selected)
    {
        Command((byte)(0x30 | selected));
        Pass(10_000);
        int words = int.PopCount(selected);
        byte[] bytes = Read((byte)(0x40 | selected), 1 + (2 * words));
        Assert.Equal(words - 1, bytes[0]);
        return [.. Enumerable.Range(0, words).Select(word => (short)((bytes[1 + (2 * word)] << 8) | bytes[2 + (2 * word)]))];
    }

    private byte Command(byte command) => Read(command, 1)[0];

    private byte[] Read(byte command, int count) => Exchange([command], count);

    private byte[] ReadRegister(int register) => Exchange([0x50, (byte)(register << 2)], 3);

    private void WriteRegister(int register, int value) =>
        Assert.Equal(0x00, Exchange([0x60, (byte)(value >> 8), (byte)value, (byte)(register << 2)], 1)[0]);

    private byte[] Exchange(byte[] command, int count)
    {
        byte[] buffer = new byte[count];
        Assert.Equal(BusStatus.Ok, _bus.WriteRead(Address, command, command.Length, buffer, count));
        return buffer;
    }
}
