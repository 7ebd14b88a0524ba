using EdgeAI.Device.Bus;
using EdgeAI.Runtime.Time;
using EdgeAI.SimulatedBoard.Bus;
using EdgeAI.SimulatedBoard.Chips;

namespace EdgeAI.Tests.SimulatedBoard;

/// <summary>Against the data sheet of the HX711, AVIA Semiconductor, English edition.</summary>
public sealed class SimulatedHx711Tests
{
    private const long Microsecond = 1000;
    private const long Millisecond = 1_000_000;

    // 50 nV at 4.3 V and gain 128 are 25 counts, 90 nV 45; six sigma.
    private const int NoiseBound = 300;

    private readonly VirtualClock _clock = new(2_000_000_000);
    private readonly FixedWorld _world = new();

    [Fact]
    public void Data_BeforeTheFirstPulse_IsLowWhenReady()
    {
        SimulatedHx711 chip = Make(fast: false);
        Assert.False(chip.IsDataHigh(_clock.Nanoseconds));
    }

    // "Output settling time": 400 ms at 10 a second, 50 ms at 80; then the output period.
    [Theory]
    [InlineData(false, 400, 100)]
    [InlineData(true, 50, 12.5)]
    public void PowerOn_ByRate_IsReadyAfterSettlingThenEachPeriod(bool fast, double settling, double period)
    {
        SimulatedHx711 chip = Make(fast);
        chip.PowerOn();
        long start = _clock.Nanoseconds;
        long ready = start + (long)(settling * Millisecond);
        Assert.True(chip.IsDataHigh(ready - 1));
        Assert.False(chip.IsDataHigh(ready));
        Read(chip, ready + Microsecond, 25, out long end);
        Assert.True(chip.IsDataHigh(end));
        Assert.True(chip.IsDataHigh(ready + (long)(period * Millisecond) - 1));
        Assert.False(chip.IsDataHigh(ready + (long)(period * Millisecond)));
    }

    // "Analog inputs": full scale, 2^23 counts, at half of AVDD over the gain: 1 mV/V at gain 128 is 0.256 of it.
    [Theory]
    [InlineData(1.0, 2_147_484)]
    [InlineData(-1.0, -2_147_484)]
    [InlineData(0.0, 0)]
    [InlineData(4.5, 0x7F_FFFF)]
    [InlineData(-4.5, -0x80_0000)]
    public void Result_AtBridgeVoltage_IsTheWorkedCode(double millivoltsPerVolt, int counts)
    {
        _world.Bridge = millivoltsPerVolt;
        SimulatedHx711 chip = Make(fast: false);
        Assert.InRange(Read(chip, _clock.Nanoseconds, 25, out _) - counts, -NoiseBound, NoiseBound);
    }

    [Theory]
    [InlineData(26, 0)]
    [InlineData(27, 64)]
    public void Selection_ByPulses_TakesEffectAfterSettling(int pulses, int gain)
    {
        _world.Bridge = 1.0;
        SimulatedHx711 chip = Make(fast: true);
        Read(chip, _clock.Nanoseconds, pulses, out long end);
        long ready = end - 500 + (50 * Millisecond);
        Assert.True(chip.IsDataHigh(ready - Microsecond));
        Assert.False(chip.IsDataHigh(ready + Microsecond));
        double expected = 1e-3 * gain / 0.5 * (1 << 23);
        Assert.InRange(Read(chip, ready + Microsecond, pulses, out end), expected - NoiseBound, expected + NoiseBound);

        // The same selection again needs no settling.
        Assert.False(chip.IsDataHigh(ready + (13 * Millisecond)));
        Read(chip, ready + (13 * Millisecond), 25, out end);
        Assert.InRange(Read(chip, end + (51 * Millisecond), 25, out _) - 2_147_484, -NoiseBound, NoiseBound);
    }

    // "Reset and power-down": longer than 60 us high; when it falls, a reset to channel A, gain 128.
    [Theory]
    [InlineData(59, false)]
    [InlineData(61, true)]
    public void Clock_HeldHigh_PowersDownAfterSixtyMicroseconds(int microseconds, bool down)
    {
        SimulatedHx711 chip = Make(fast: false);
        long start = _clock.Nanoseconds;
        chip.DriveClock(start, high: true);
        chip.DriveClock(start + (microseconds * Microsecond), high: false);
        long later = start + (310 * Millisecond);
        Assert.Equal(down, chip.IsDataHigh(later));
        Assert.False(chip.IsDataHigh(start + (401 * Millisecond)));
    }

    [Fact]
    public void Clock_HeldHigh_DataIsHighHoweverLong()
    {
        SimulatedHx711 chip = Make(fast: false);
        chip.DriveClock(_clock.Nanoseconds, high: true);
        Assert.True(chip.IsDataHigh(_clock.Nanoseconds + (5000 * Millisecond)));
    }

    [Theory]
    [InlineData(150, 500)]
    [InlineData(500, 150)]
    public void Pulses_ShorterThanTheDataSheetAllows_AreNotSeen(int high, int low)
    {
        _world.Bridge = 1.0;
        SimulatedHx711 chip = Make(fast: false);
        long time = _clock.Nanoseconds;
        for (int pulse = 0; pulse < 10; pulse++)
        {
            chip.DriveClock(time, high: true);
            chip.DriveClock(time + high, high: false);
            time += high + low;
        }

        // Low too short: the first pulse, after a long low, is seen alone.
        int seen = low < 200 ? 1 : 0;
        int rest = Read(chip, time + Microsecond, 24 - seen, out _) << 8 >> 8;
        Assert.InRange((rest & 0x7F_FFFF) - 2_147_484, -NoiseBound, NoiseBound);
    }

    [Fact]
    public void Reading_CutOffByTheNextConversion_BeginsAnew()
    {
        _world.Bridge = 1.0;
        SimulatedHx711 chip = Make(fast: true);
        Read(chip, _clock.Nanoseconds, 10, out long end);
        Assert.InRange(Read(chip, end + (13 * Millisecond), 25, out _) - 2_147_484, -NoiseBound, NoiseBound);
    }

    [Fact]
    public void Pulses_WithoutData_ReadOnesAndChangeNothing()
    {
        _world.Bridge = 1.0;
        SimulatedHx711 chip = Make(fast: false);
        chip.PowerOn();
        Assert.Equal(-1, Read(chip, _clock.Nanoseconds + Microsecond, 27, out _));
        long ready = _clock.Nanoseconds + (400 * Millisecond);
        Assert.False(chip.IsDataHigh(ready));
        Assert.InRange(Read(chip, ready, 25, out _) - 2_147_484, -NoiseBound, NoiseBound);
    }

    // The chip cannot tell a second reading from more pulses: within one period they select.
    [Fact]
    public void Pulses_AfterAReadingInTheSamePeriod_SelectAnew()
    {
        SimulatedHx711 chip = Make(fast: false);
        Read(chip, _clock.Nanoseconds, 25, out long end);
        Assert.Equal(-1, Read(chip, end, 2, out end) | ~3);
        Assert.True(chip.IsDataHigh(end + (101 * Millisecond)));
        Assert.False(chip.IsDataHigh(end + (401 * Millisecond)));
    }

    [Fact]
    public void SpiBus_TwoBitsAPulse_ReadsTheResult()
    {
        _world.Bridge = 1.0;
        SimulatedSpiBus bus = new(_clock, Make(fast: false), 1_000_000);

        // One pulse is the bits 1 and 0; the data bit stands from the rising edge on, so it is read in both.
        byte[] send = [0xAA, 0xAA, 0xAA, 0xAA, 0xAA, 0xAA, 0x80];
        byte[] receive = new byte[7];
        Assert.Equal(BusStatus.Ok, bus.Transfer(send, receive, 7));
        int value = 0;
        for (int bit = 0; bit < 24; bit++)
        {
            value = (value << 1) | ((receive[bit / 4] >> (7 - (2 * (bit % 4)))) & 1);
        }

        Assert.InRange((value << 8 >> 8) - 2_147_484, -NoiseBound, NoiseBound);
        Assert.Equal(0xFF, receive[6]);
    }

    [Fact]
    public void SpiBus_OneBitOnly_ShowsReadinessWithoutAPulse()
    {
        SimulatedHx711 chip = Make(fast: false);
        SimulatedSpiBus bus = new(_clock, chip, 1_000_000);
        byte[] receive = new byte[1];
        bus.Transfer([0], receive, 1);
        Assert.Equal(0, receive[0]);
        bus.Unplug();
        bus.Transfer([0], receive, 1);
        Assert.Equal(0xFF, receive[0]);
        bus.Plug();
        bus.Transfer([0], receive, 1);
        Assert.Equal(0xFF, receive[0]);
        _clock.AdvanceTo(_clock.Nanoseconds + (401 * Millisecond));
        bus.Transfer([0], receive, 1);
        Assert.Equal(0, receive[0]);
        Assert.Equal(4, bus.Transfers);
    }

    [Fact]
    public void SpiBus_PausingAfterAByteThatEndsHigh_PowersTheChipDown()
    {
        SimulatedSpiBus bus = new(_clock, Make(fast: false), 1_000_000) { ByteGapNanoseconds = 100 * Microsecond };
        byte[] receive = new byte[2];
        bus.Transfer([0x01, 0x00], receive, 2);
        Assert.Equal(0xFF, receive[1]);
    }

    [Theory]
    [InlineData(false, 0x00)]
    [InlineData(true, 0xFF)]
    public void SpiBus_HoldingItsLastBit_LeavesTheChipAsleep(bool holds, byte expected)
    {
        SimulatedSpiBus bus = new(_clock, Make(fast: false), 1_000_000) { HoldsLastBit = holds };
        byte[] receive = new byte[1];
        bus.Transfer([0x01], receive, 1);
        _clock.AdvanceTo(_clock.Nanoseconds + (200 * Millisecond));
        bus.Transfer([0x00], receive, 1);
        Assert.Equal(expected, receive[0]);
    }

    [Fact]
    public void SpiBus_Transfer_AllocatesNothing()
    {
        SimulatedSpiBus bus = new(_clock, Make(fast: true), 1_000_000);
        byte[] send = [0xAA, 0xAA, 0xAA, 0xAA, 0xAA, 0xAA, 0x80];
        byte[] receive = new byte[7];
        Repeat(bus, send, receive, 50);
        AllocationMeter meter = AllocationMeter.Start();
        Repeat(bus, send, receive, 1000);
        Assert.Equal(0, meter.Bytes);
    }

    // Pulses of 0.5 us high and low; the bit is taken in the middle of the high time.
    private static int Read(SimulatedHx711 chip, long start, int pulses, out long end)
    {
        int value = 0;
        long time = start;
        for (int pulse = 0; pulse < pulses; pulse++)
        {
            chip.DriveClock(time, high: true);
            value = pulse < 24 ? (value << 1) | (chip.IsDataHigh(time + 250) ? 1 : 0) : value;
            chip.DriveClock(time + 500, high: false);
            time += 1000;
        }

        end = time;
        return value << 8 >> 8;
    }

    private void Repeat(SimulatedSpiBus bus, byte[] send, byte[] receive, int times)
    {
        for (int time = 0; time < times; time++)
        {
            _clock.AdvanceTo(_clock.Nanoseconds + (13 * Millisecond));
            bus.Transfer(send, receive, 7);
        }
    }

    private SimulatedHx711 Make(bool fast) => new(_clock, _world, fast, 9);
}
