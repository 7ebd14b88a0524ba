using EdgeAI.Device.Board;
using EdgeAI.Device.Drivers.Amg8833;
using EdgeAI.Device.Messages;
using EdgeAI.Tests.Device.Bus;

namespace EdgeAI.Tests.Device.Drivers.Amg8833;

public sealed class Amg8833SensorTests
{
    private readonly ManualClock _clock = new();
    private readonly Amg8833Fake _chip = new();
    private readonly FaultInjectingI2cBus _bus;
    private readonly Amg8833Sensor _sensor;

    public Amg8833SensorTests()
    {
        _bus = new FaultInjectingI2cBus(_chip, _clock, seed: 2);
        _sensor = new Amg8833Sensor(_bus, Amg8833Registers.LowAddress, _clock);
        _chip.Present(0);
    }

    /// <summary>The code table of the specification, page 14.</summary>
    [Theory]
    [InlineData(0x1F4, 12500)]
    [InlineData(0x064, 2500)]
    [InlineData(0x001, 25)]
    [InlineData(0x000, 0)]
    [InlineData(0xFFF, -25)]
    [InlineData(0xFFC, -100)]
    [InlineData(0xF9C, -2500)]
    [InlineData(0xF24, -5500)]
    public void DecodePixel_SpecificationTable_GivesItsTemperature(int code, int hundredths) =>
        Assert.Equal(hundredths, Amg8833Codec.DecodePixel((byte)code, (byte)(code >> 8)) * 25);

    /// <summary>The code table of the specification, page 13: sign and magnitude, not two's complement.</summary>
    [Theory]
    [InlineData(0x7FF, 1279375)]
    [InlineData(0x7D0, 1250000)]
    [InlineData(0x190, 250000)]
    [InlineData(0x004, 2500)]
    [InlineData(0x000, 0)]
    [InlineData(0x804, -2500)]
    [InlineData(0x83B, -36875)]
    [InlineData(0x940, -200000)]
    [InlineData(0xFFF, -1279375)]
    public void DecodeThermistor_SpecificationTable_GivesItsTemperature(int code, int tenThousandths) =>
        Assert.Equal(tenThousandths, Amg8833Codec.DecodeThermistor((byte)code, (byte)(code >> 8)) * 625);

    [Fact]
    public void Decode_UnusedTopBits_AreIgnored()
    {
        Assert.Equal(-4, Amg8833Codec.DecodePixel(0xFC, 0xFF));
        Assert.Equal(400, Amg8833Codec.DecodeThermistor(0x90, 0xF1));
    }

    [Fact]
    public void Reading_Configured_IsAnEightByEightImageInQuartersOfADegree()
    {
        var image = (Image)_sensor.Reading;
        Assert.Equal((8, 8), (image.Width, image.Height));
        Assert.Equal((25, (sbyte)-2, Unit.DegreeCelsius), (image.Scale.Mantissa, image.Scale.Exponent, image.Scale.Unit));
    }

    [Fact]
    public void Read_WithinTwoFramesOfTheReset_IsNotReady()
    {
        Assert.Equal(SensorStatus.Ok, _sensor.Start());
        Assert.Equal(SensorStatus.NotReady, _sensor.Read());
        _clock.Advance(190_000_000);
        Assert.Equal(SensorStatus.NotReady, _sensor.Read());
        _clock.Advance(10_000_000);
        Assert.Equal(SensorStatus.Ok, _sensor.Read());
        Assert.Equal(1, _chip.FlagResets);
    }

    [Fact]
    public void Start_OneFrameASecond_SetsTheRegisterAndTheUncertainty()
    {
        var slow = new Amg8833Sensor(_bus, Amg8833Registers.LowAddress, _clock, Amg8833FrameRate.OnePerSecond);
        Assert.Equal(SensorStatus.Ok, slow.Start());
        Assert.Equal(1, _chip.FrameRate & 1);
        _clock.Advance(2_000_000_000);
        Assert.Equal(SensorStatus.Ok, slow.Read());
        Assert.True(slow.Reading.Stamp.UncertaintyNanoseconds > 1_000_000_000);
    }

    [Theory]
    [InlineData(-220, SensorStatus.Ok)]
    [InlineData(-221, SensorStatus.Implausible)]
    [InlineData(500, SensorStatus.Ok)]
    [InlineData(501, SensorStatus.Implausible)]
    public void Read_PixelAtTheTableEnd_IsJudged(short quarters, SensorStatus expected)
    {
        BringUp();
        _chip.SetPixel(63, quarters);
        Assert.Equal(expected, _sensor.Read());
    }

    [Theory]
    [InlineData(0x500, SensorStatus.Ok)]
    [InlineData(0x501, SensorStatus.Implausible)]
    [InlineData(0x940, SensorStatus.Ok)]
    [InlineData(0x941, SensorStatus.Implausible)]
    public void Read_ThermistorAtTheRangeEnd_IsJudged(int code, SensorStatus expected)
    {
        BringUp();
        _chip.Thermistor = code;
        Assert.Equal(expected, _sensor.Read());
    }

    [Fact]
    public void Read_Implausible_LeavesTheMessageAsItWas()
    {
        BringUp();
        _chip.SetPixel(63, 2000);
        _chip.SetPixel(0, 4);
        Assert.Equal(SensorStatus.Implausible, _sensor.Read());
        Assert.True(_chip.Shows(_sensor.Reading, 0));
    }

    [Theory]
    [InlineData(Amg8833Registers.PixelOverflow)]
    [InlineData(Amg8833Registers.ThermistorOverflow)]
    public void Read_OverflowFlag_IsAChipFaultAndIsCleared(byte flag)
    {
        BringUp();
        _chip.StatusFlags = flag;
        Assert.Equal(SensorStatus.ChipFault, _sensor.Read());
        Assert.Equal(0, _chip.StatusFlags);
        Assert.Equal(SensorStatus.Ok, _sensor.Read());
    }

    [Fact]
    public void Start_ChipThatKeepsNothing_SaysConfigurationLost()
    {
        _chip.Forgetful = true;
        Assert.Equal(SensorStatus.ConfigurationLost, _sensor.Start());
    }

    [Fact]
    public void Thermistor_GoodReading_IsKeptInSixteenths()
    {
        _chip.Thermistor = 0x83B;
        BringUp();
        Assert.Equal(-59, _sensor.ThermistorSixteenths);
    }

    private void BringUp()
    {
        Assert.Equal(SensorStatus.Ok, _sensor.Start());
        _clock.Advance(200_000_000);
        Assert.Equal(SensorStatus.Ok, _sensor.Read());
    }
}
