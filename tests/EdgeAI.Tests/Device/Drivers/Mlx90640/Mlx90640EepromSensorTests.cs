using EdgeAI.Device.Board;
using EdgeAI.Device.Bus;
using EdgeAI.Device.Drivers.Mlx90640;
using EdgeAI.Device.Messages;
using EdgeAI.Tests.Device.Bus;

namespace EdgeAI.Tests.Device.Drivers.Mlx90640;

public sealed class Mlx90640EepromSensorTests
{
    private readonly ManualClock _clock = new();
    private readonly Mlx90640Fake _chip;
    private readonly FaultInjectingI2cBus _bus;
    private readonly Mlx90640EepromSensor _sensor;

    public Mlx90640EepromSensorTests()
    {
        _chip = new Mlx90640Fake(_clock);
        _bus = new FaultInjectingI2cBus(_chip, _clock, seed: 6);
        _sensor = new Mlx90640EepromSensor(_bus, Mlx90640Registers.DefaultAddress, _clock);
    }

    [Fact]
    public void Read_NeverStarted_DeliversEveryWord()
    {
        Assert.Equal(SensorStatus.Ok, _sensor.Read());
        var image = (Image)_sensor.Reading;
        Assert.Equal((32, 26), (image.Width, image.Height));
        Assert.Equal(_chip.Eeprom, image.Samples.Select(static word => (ushort)word));
    }

    [Theory]
    [InlineData(BusStatus.AddressNotAcknowledged, SensorStatus.NotAcknowledged)]
    [InlineData(BusStatus.Timeout, SensorStatus.Timeout)]
    [InlineData(BusStatus.Disconnected, SensorStatus.BusFault)]
    public void Read_LastingBusFault_IsNamedAndPasses(BusStatus fault, SensorStatus expected)
    {
        _bus.ForceNext(fault, int.MaxValue);
        Assert.Equal(expected, _sensor.Read());
        _bus.ForceNext(fault, 0);
        Assert.Equal(SensorStatus.Ok, _sensor.Read());
        _bus.ForceNext(fault, int.MaxValue);
        Assert.Equal(expected, _sensor.Read());
    }

    [Fact]
    public void Read_AnotherChipPluggedIn_SaysSoWithinARoundAndReadsItsEeprom()
    {
        Assert.Equal(SensorStatus.Ok, _sensor.Read());
        _chip.Eeprom[500] ^= 1;
        SensorStatus status = SensorStatus.Ok;
        for (int i = 0; i < 13 && status == SensorStatus.Ok; i++)
        {
            status = _sensor.Read();
        }

        Assert.Equal(SensorStatus.WrongChip, status);
        Assert.Equal(SensorStatus.Ok, _sensor.Read());
        Assert.Equal(_chip.Eeprom[500], (ushort)((Image)_sensor.Reading).Samples[500]);
    }

    [Fact]
    public void Start_OtherAddressInTheEeprom_IsWrongChip()
    {
        _chip.Eeprom[Mlx90640Registers.EepromAddressWord] = 0xBE32;
        Assert.Equal(SensorStatus.WrongChip, _sensor.Start());
    }

    [Fact]
    public void Read_CorruptedBytes_NeverDeliversAWrongWord()
    {
        _bus.CorruptPerMille = 20;
        _bus.FailPerMille = 20;
        int good = 0;
        for (int i = 0; i < 5000; i++)
        {
            if (_sensor.Start() == SensorStatus.Ok && _sensor.Read() == SensorStatus.Ok)
            {
                good++;
                Assert.Equal(_chip.Eeprom, ((Image)_sensor.Reading).Samples.Select(static word => (ushort)word));
            }
        }

        Assert.InRange(good, 1000, 4999);
    }

    [Fact]
    public void Read_SteadyState_AllocatesNothing()
    {
        Assert.Equal(SensorStatus.Ok, _sensor.Read());
        _sensor.Start();
        AllocationMeter meter = AllocationMeter.Start();
        for (int i = 0; i < 100; i++)
        {
            _sensor.Read();
        }

        Assert.Equal(0, meter.Bytes);
    }
}
