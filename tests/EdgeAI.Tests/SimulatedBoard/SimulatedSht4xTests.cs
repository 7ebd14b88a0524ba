using EdgeAI.Device.Bus;
using EdgeAI.Runtime.Time;
using EdgeAI.SimulatedBoard.Bus;
using EdgeAI.SimulatedBoard.Chips;

namespace EdgeAI.Tests.SimulatedBoard;

/// <summary>Against the data sheet SHT4x, version 6, March 2023.</summary>
public sealed class SimulatedSht4xTests
{
    private const byte Address = SimulatedSht4x.DefaultAddress;
    private const long Microsecond = 1000;

    private readonly VirtualClock _clock = new();
    private readonly FixedBody _room = new();
    private readonly SimulatedI2cBus _bus = new();
    private readonly byte[] _answer = new byte[6];

    public SimulatedSht4xTests() => _bus.Attach(Address, new SimulatedSht4x(_clock, _room, 0x1234_BEEF, 3));

    // "Checksum calculation": CRC(0xBEEF) = 0x92.
    [Fact]
    public void Checksum_OfTheDataSheetsExample_IsItsAnswer() => Assert.Equal(0x92, SimulatedSht4x.Checksum(0xBE, 0xEF));

    [Fact]
    public void Serial_Asked_IsAnsweredAtOnceWithChecksums()
    {
        Assert.Equal(BusStatus.Ok, Command(0x89));
        Assert.Equal(BusStatus.Ok, Read());
        Assert.Equal([0x12, 0x34, SimulatedSht4x.Checksum(0x12, 0x34), 0xBE, 0xEF, 0x92], _answer);
    }

    // "Timings": longest values; the heater's, then a measurement of high precision.
    [Theory]
    [InlineData(0xFD, 8_300)]
    [InlineData(0xF6, 4_500)]
    [InlineData(0xE0, 1_600)]
    [InlineData(0x39, 1_108_300)]
    [InlineData(0x2F, 1_108_300)]
    [InlineData(0x1E, 1_108_300)]
    [InlineData(0x32, 118_300)]
    [InlineData(0x24, 118_300)]
    [InlineData(0x15, 118_300)]
    public void Measurement_ByCommand_IsNotAcknowledgedBeforeItsTime(byte command, int microseconds)
    {
        Assert.Equal(BusStatus.Ok, Command(command));
        Wait((microseconds * Microsecond) - 1);
        Assert.Equal(BusStatus.AddressNotAcknowledged, Read());
        Wait(1);
        Assert.Equal(BusStatus.Ok, Read());
        Assert.Equal(BusStatus.AddressNotAcknowledged, Read());
    }

    // "Conversion of signal output": T = -45 + 175 S / 65535, RH = -6 + 125 S / 65535.
    [Theory]
    [InlineData(25, 50)]
    [InlineData(-40, 0)]
    [InlineData(125, 100)]
    public void Result_OfAClimate_IsItWithinTheRepeatability(double celsius, double humidity)
    {
        _room.Celsius = celsius;
        _room.RelativeHumidity = humidity;
        for (int time = 0; time < 100; time++)
        {
            Measure(0xFD);
            Assert.Equal(SimulatedSht4x.Checksum(_answer[0], _answer[1]), _answer[2]);
            Assert.Equal(SimulatedSht4x.Checksum(_answer[3], _answer[4]), _answer[5]);
            Assert.InRange((175.0 * Word(0) / 65_535) - 45 - celsius, -0.08, 0.08);
            Assert.InRange((125.0 * Word(3) / 65_535) - 6 - humidity, -0.16, 0.16);
        }
    }

    [Fact]
    public void Result_BeyondItsScale_StandsAtTheLimit()
    {
        _room.Celsius = 140;
        Measure(0xFD);
        Assert.Equal(0xFFFF, Word(0));
    }

    [Fact]
    public void Command_WhileMeasuring_IsNotTakenButASoftResetIs()
    {
        Command(0xFD);
        Wait(Microsecond);
        Assert.Equal(BusStatus.DataNotAcknowledged, Command(0x89));
        Assert.Equal(BusStatus.Ok, Command(0x94));
        Wait(999 * Microsecond);
        Assert.Equal(BusStatus.AddressNotAcknowledged, Command(0x89));
        Wait(Microsecond);
        Assert.Equal(BusStatus.AddressNotAcknowledged, Read());
        Assert.Equal(BusStatus.Ok, Command(0x89));
    }

    [Fact]
    public void UnknownCommand_IsNotTakenAndNothingIsToRead()
    {
        Assert.Equal(BusStatus.DataNotAcknowledged, Command(0x00));
        Assert.Equal(BusStatus.AddressNotAcknowledged, Read());
    }

    [Fact]
    public void PowerOn_ForOneMillisecond_AcknowledgesNothing()
    {
        _bus.Unplug(Address);
        _bus.Plug(Address);
        Wait(999 * Microsecond);
        Assert.Equal(BusStatus.AddressNotAcknowledged, Command(0xFD));
        Wait(Microsecond);
        Assert.Equal(BusStatus.Ok, Command(0xFD));
    }

    [Fact]
    public void Transfer_AllocatesNothing()
    {
        byte[] command = [0xE0];
        Repeat(command, 50);
        AllocationMeter meter = AllocationMeter.Start();
        Repeat(command, 1000);
        Assert.Equal(0, meter.Bytes);
    }

    private void Repeat(byte[] command, int times)
    {
        for (int time = 0; time < times; time++)
        {
            _bus.Write(Address, command, 1);
            Wait(2000 * Microsecond);
            _bus.Read(Address, _answer, 6);
        }
    }

    private void Wait(long nanoseconds) => _clock.AdvanceTo(_clock.Nanoseconds + nanoseconds);

    private BusStatus Command(byte command) => _bus.Write(Address, [command], 1);

    private BusStatus Read() => _bus.Read(Address, _answer, 6);

    private void Measure(byte command)
    {
        Assert.Equal(BusStatus.Ok, Command(command));
        Wait(10_000 * Microsecond);
        Assert.Equal(BusStatus.Ok, Read());
    }

    private int Word(int offset) => (_answer[offset] << 8) | _answer[offset + 1];
}
