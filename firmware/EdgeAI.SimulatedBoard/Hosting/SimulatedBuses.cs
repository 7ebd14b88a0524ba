using EdgeAI.Device.Bus;
using EdgeAI.Device.Configuration;
using EdgeAI.SimulatedBoard.Bus;

namespace EdgeAI.SimulatedBoard.Hosting;

/// <summary>
/// The buses of a simulated board with the chips that its configuration names on them, all of one world. Chips that stand there already, from a run of the board
/// before, stay as they are: a board that restarts switches no chip off.
/// </summary>
public sealed class SimulatedBuses : IBoardBuses
{
    private readonly II2cBus?[] _i2c;
    private readonly ISpiBus?[] _spi;

    /// <summary>Attaches what is not attached yet.</summary>
    /// <param name="world">The world.</param>
    /// <param name="board">The board's name: buses of one name are one.</param>
    /// <param name="configuration">Says which chip stands where.</param>
    public SimulatedBuses(SimulatedHumanoid world, string board, BoardConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(world);
        ArgumentNullException.ThrowIfNull(configuration);
        _i2c = new II2cBus?[configuration.Buses.Length];
        _spi = new ISpiBus?[configuration.Buses.Length];
        for (int bus = 0; bus < configuration.Buses.Length; bus++)
        {
            _i2c[bus] = configuration.Buses[bus].Kind == BusKindCode.I2c ? world.Bus(NameOf(board, bus)) : null;
        }

        foreach (SensorConfiguration sensor in configuration.Sensors.Where(static sensor => ChipOf(sensor.Driver) is not null))
        {
            if (configuration.Buses[sensor.Bus].Kind == BusKindCode.Spi)
            {
                _spi[sensor.Bus] = world.AttachPulsed(ChipOf(sensor.Driver)!, configuration.Buses[sensor.Bus].Hertz);
                continue;
            }

            Attach(world, NameOf(board, sensor.Bus), sensor);
        }
    }

    /// <inheritdoc/>
    public II2cBus? I2c(int index) => _i2c[index];

    /// <inheritdoc/>
    public ISpiBus? Spi(int index) => _spi[index];

    private static string NameOf(string board, int bus) => $"{board}/{bus}";

    private static void Attach(SimulatedHumanoid world, string bus, SensorConfiguration sensor)
    {
        SimulatedI2cBus wires = world.Bus(bus);
        if (sensor.Driver == DriverCode.SixAxis)
        {
            // The switch comes with its six bridges; what may stand beside them is the thermometer.
            if (wires.ChipAt(sensor.Switch) is null)
            {
                world.Attach(bus, "six-axis", sensor.Switch);
            }

            for (int chip = SixBridges; chip < sensor.Addresses.Length; chip++)
            {
                AttachOne(world, wires, bus, sensor, chip, "sht4x");
            }

            return;
        }

        if (sensor.Switch != 0 && wires.ChipAt(sensor.Switch) is null)
        {
            world.Attach(bus, "tca9548a", sensor.Switch);
        }

        for (int chip = 0; chip < sensor.Addresses.Length; chip++)
        {
            AttachOne(world, wires, bus, sensor, chip, ChipOf(sensor.Driver)!);
        }
    }

    private static void AttachOne(SimulatedHumanoid world, SimulatedI2cBus wires, string bus, SensorConfiguration sensor, int chip, string driver)
    {
        byte address = sensor.Addresses[chip];
        if (sensor.Channels[chip] == SensorConfiguration.NoChannel)
        {
            if (wires.ChipAt(address) is null)
            {
                world.Attach(bus, driver, address);
            }
        }
        else if (!world.IsAttachedBehind(bus, sensor.Switch, sensor.Channels[chip], address))
        {
            world.AttachBehind(bus, sensor.Switch, sensor.Channels[chip], driver, address);
        }
    }

    private const int SixBridges = 6;

    private static string? ChipOf(DriverCode driver) => driver switch
    {
        DriverCode.Amg8833 => "amg8833",
        DriverCode.Mlx90640 or DriverCode.Mlx90640Eeprom => "mlx90640",
        DriverCode.TfLuna => "tf-luna",
        DriverCode.Vl53l5cx => "vl53l5cx",
        DriverCode.Mpr121 => "mpr121",
        DriverCode.FsrMatrix => "ads1115",
        DriverCode.Bmp390Taxels => "bmp390",
        DriverCode.Mlx90393Skin => "mlx90393",
        DriverCode.Nau7802 => "nau7802",
        DriverCode.Hx711 => "hx711",
        DriverCode.SixAxis => "six-axis",
        DriverCode.Ina226 => "ina226",
        DriverCode.Lsm6dso => "lsm6dso",
        DriverCode.Bno055 => "bno055",
        DriverCode.Bme280Temperature or DriverCode.Bme280Pressure or DriverCode.Bme280Humidity => "bme280",
        DriverCode.Sht4xTemperature or DriverCode.Sht4xHumidity => "sht4x",
        _ => null,
    };
}
