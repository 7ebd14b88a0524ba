using System;
using EdgeAI.Device.Board;
using EdgeAI.Device.Bus;
using EdgeAI.Device.Drivers.Amg8833;
using EdgeAI.Device.Drivers.Bme280;
using EdgeAI.Device.Drivers.Bno055;
using EdgeAI.Device.Drivers.Hx711;
using EdgeAI.Device.Drivers.Ina226;
using EdgeAI.Device.Drivers.Lsm6dso;
using EdgeAI.Device.Drivers.Mlx90640;
using EdgeAI.Device.Drivers.Sht4x;
using EdgeAI.Device.Drivers.TfLuna;
using EdgeAI.Device.Drivers.Vl53l5cx;
using EdgeAI.Device.Time;

namespace EdgeAI.Device.Configuration;

/// <summary>
/// Makes the driver of each sensor of a configuration: the one place that knows which class a driver's number stands for, on a board, in a
/// simulated board and on a robot that owns its buses. Touches no chip: drivers identify and set up theirs when they are started.
/// </summary>
/// <remarks>
/// Parameters were judged by <see cref="ConfigurationDecoder"/>, the only maker of configurations, so nothing that a configuration can get wrong throws here;
/// what a platform lacks is a <see cref="CatalogStatus"/>. Switches are shared by their address, and so are the chips that give several quantities.
/// </remarks>
public sealed partial class SensorCatalog
{
    private const uint SecondMicroseconds = 1000000;

    private readonly BoardConfiguration _configuration;
    private readonly IBoardBuses _buses;
    private readonly IHostParts? _parts;
    private readonly IClock _clock;
    private readonly SharedSwitches _switches;
    private readonly Bme280Chip?[] _bme280;
    private readonly Sht4xChip?[] _sht4x;

    /// <summary>Makes a catalog.</summary>
    /// <param name="configuration">What the decoder found sound.</param>
    /// <param name="buses">The configuration's buses as the platform has opened them.</param>
    /// <param name="parts">What some drivers need beside a bus; null where the platform has nothing of it.</param>
    /// <param name="clock">The board's clock.</param>
    /// <exception cref="ArgumentException">The configuration, the buses or the clock are null.</exception>
    public SensorCatalog(BoardConfiguration configuration, IBoardBuses buses, IHostParts? parts, IClock clock)
    {
        if (configuration == null || buses == null || clock == null)
        {
            throw new ArgumentException("a catalog needs a configuration, buses and a clock: none may be null");
        }

        _configuration = configuration;
        _buses = buses;
        _parts = parts;
        _clock = clock;
        _switches = new SharedSwitches(configuration);
        _bme280 = new Bme280Chip?[configuration.Sensors.Length];
        _sht4x = new Sht4xChip?[configuration.Sensors.Length];
    }

    /// <summary>Makes the driver of one sensor.</summary>
    /// <param name="index">The sensor's place in the configuration.</param>
    /// <param name="made">The driver; null unless Ok.</param>
    public CatalogStatus TryMake(int index, out ISensor? made)
    {
        made = null;
        SensorConfiguration sensor = _configuration.Sensors[index];
        if (DriverRules.IsHosts(sensor.Driver))
        {
            made = _parts == null ? null : _parts.MakeHostSensor(sensor);
            return made == null ? CatalogStatus.NotHere : CatalogStatus.Ok;
        }

        if (_configuration.Buses[sensor.Bus].Kind == BusKindCode.Spi)
        {
            ISpiBus? spi = _buses.Spi(sensor.Bus);
            made = spi == null ? null : MakeHx711(spi, sensor);
            return made == null ? CatalogStatus.NoBus : CatalogStatus.Ok;
        }

        II2cBus? bus = _buses.I2c(sensor.Bus);
        if (bus == null)
        {
            return CatalogStatus.NoBus;
        }

        if (sensor.Driver == DriverCode.Vl53l5cx)
        {
            IVl53l5cxImage? image = _parts == null ? null : _parts.Vl53l5cxImage;
            made = image == null ? null : new Vl53l5cxSensor(BusOf(bus, sensor, 0), sensor.Addresses[0], _clock, image, ChecksumOf(sensor.Parameters[1]), sensor.Parameters[0]);
            return made == null ? CatalogStatus.NoImage : CatalogStatus.Ok;
        }

        made = sensor.Addresses.Length > 1 || DriverRules.GivesTaxels(sensor.Driver) ? MakeOfSeveral(bus, sensor) : MakeOfOne(bus, index);
        return CatalogStatus.Ok;
    }

    private ISensor MakeOfOne(II2cBus before, int index)
    {
        SensorConfiguration sensor = _configuration.Sensors[index];
        II2cBus bus = BusOf(before, sensor, 0);
        byte address = sensor.Addresses[0];
        switch (sensor.Driver)
        {
            case DriverCode.Amg8833:
                bool slow = sensor.PeriodMicroseconds >= SecondMicroseconds;
                return new Amg8833Sensor(bus, address, _clock, slow ? Amg8833FrameRate.OnePerSecond : Amg8833FrameRate.TenPerSecond);
            case DriverCode.Mlx90640:
                return new Mlx90640Sensor(bus, address, _clock, (Mlx90640RefreshRate)sensor.Parameters[0], true);
            case DriverCode.Mlx90640Eeprom:
                return new Mlx90640EepromSensor(bus, address, _clock);
            case DriverCode.TfLuna:
                return new TfLunaSensor(bus, address, _clock);
            case DriverCode.Nau7802:
                return MakeNau7802(bus, sensor);
            case DriverCode.Ina226:
                return MakeIna226(bus, sensor);
            case DriverCode.Lsm6dso:
                return MakeLsm6dso(bus, sensor);
            case DriverCode.Bno055:
                return MakeBno055(bus, sensor);
            case DriverCode.Bme280Temperature:
                return new Bme280Sensor(Bme280Of(bus, index), Bme280Quantity.Temperature);
            case DriverCode.Bme280Pressure:
                return new Bme280Sensor(Bme280Of(bus, index), Bme280Quantity.Pressure);
            case DriverCode.Bme280Humidity:
                return new Bme280Sensor(Bme280Of(bus, index), Bme280Quantity.RelativeHumidity);
            case DriverCode.Sht4xTemperature:
                return new Sht4xSensor(Sht4xOf(bus, index), Sht4xQuantity.Temperature);
            default:
                return new Sht4xSensor(Sht4xOf(bus, index), Sht4xQuantity.RelativeHumidity);
        }
    }

    private Ina226Sensor MakeIna226(II2cBus bus, SensorConfiguration sensor)
    {
        Ina226Options options = new Ina226Options();
        options.ShuntMicroohms = sensor.Parameters[0];
        options.CurrentStepMicroamperes = sensor.Parameters[1];
        options.Averages = (Ina226Averages)sensor.Parameters[2];
        options.ConversionTime = (Ina226ConversionTime)sensor.Parameters[3];
        return new Ina226Sensor(bus, sensor.Addresses[0], _clock, options);
    }

    private Lsm6dsoSensor MakeLsm6dso(II2cBus bus, SensorConfiguration sensor)
    {
        Lsm6dsoOptions options = new Lsm6dsoOptions();
        options.Rate = (Lsm6dsoRate)sensor.Parameters[0];
        options.Acceleration = (Lsm6dsoAccelerationRange)sensor.Parameters[1];
        options.AngularVelocity = (Lsm6dsoAngularRange)sensor.Parameters[2];
        return new Lsm6dsoSensor(bus, sensor.Addresses[0], _clock, options);
    }

    private Bno055Sensor MakeBno055(II2cBus bus, SensorConfiguration sensor)
    {
        Bno055Options options = new Bno055Options();
        options.Mode = (Bno055Mode)sensor.Parameters[0];
        options.ExternalCrystal = sensor.Parameters[1] != 0;
        return new Bno055Sensor(bus, sensor.Addresses[0], _clock, options);
    }

    private Hx711Sensor MakeHx711(ISpiBus bus, SensorConfiguration sensor)
    {
        Hx711Options options = new Hx711Options();
        options.Input = (Hx711Input)sensor.Parameters[0];
        options.ConversionsPerSecond = sensor.Parameters[1];
        options.ClockHertz = _configuration.Buses[sensor.Bus].Hertz;
        Hx711Sensor bridge = new Hx711Sensor(bus, _clock, options);
        bridge.SetCalibration(sensor.Parameters[2], ScaleAt(sensor.Parameters, 3));
        return bridge;
    }

    /// <summary>The chip of a BME280 stream, made with the first of its streams for the fastest of them.</summary>
    private Bme280Chip Bme280Of(II2cBus bus, int index)
    {
        int first = FirstOn(index, out uint shortest);
        Bme280Chip chip = _bme280[first] ?? new Bme280Chip(bus, _configuration.Sensors[index].Addresses[0], _clock, Bme280Chip.StandbyFor(shortest));
        _bme280[first] = chip;
        return chip;
    }

    private Sht4xChip Sht4xOf(II2cBus bus, int index)
    {
        int first = FirstOn(index, out _);
        Sht4xChip chip = _sht4x[first] ?? new Sht4xChip(bus, _configuration.Sensors[index].Addresses[0], _clock);
        _sht4x[first] = chip;
        return chip;
    }

    /// <summary>The first sensor that reads a sensor's chip, and the shortest period of all that do.</summary>
    private int FirstOn(int index, out uint shortest)
    {
        SensorConfiguration sensor = _configuration.Sensors[index];
        int first = index;
        shortest = sensor.PeriodMicroseconds;
        for (int other = _configuration.Sensors.Length - 1; other >= 0; other--)
        {
            SensorConfiguration candidate = _configuration.Sensors[other];
            if (ChipRules.MayShare(candidate.Driver, sensor.Driver) && ChipRules.AreAlike(candidate, 0, sensor, 0))
            {
                first = other < first ? other : first;
                shortest = candidate.PeriodMicroseconds < shortest ? candidate.PeriodMicroseconds : shortest;
            }
        }

        return first;
    }

    private II2cBus BusOf(II2cBus before, SensorConfiguration sensor, int chip)
    {
        byte channel = sensor.Channels[chip];
        return channel == SensorConfiguration.NoChannel ? before : _switches.Of(before, sensor.Bus, sensor.Switch).Channel(channel);
    }

    /// <summary>The 32 bits of a parameter as the checksum that they are, by bytes: nanoFramework 1.x keeps a cast's sign.</summary>
    private static uint ChecksumOf(int parameter)
    {
        byte[] bytes = new byte[4];
        Wire.LittleEndian.WriteInt32(bytes, 0, parameter);
        return Wire.LittleEndian.ReadUInt32(bytes, 0);
    }
}
