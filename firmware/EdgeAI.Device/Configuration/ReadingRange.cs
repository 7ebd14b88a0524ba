using EdgeAI.Device.Board;
using EdgeAI.Device.Drivers.Amg8833;
using EdgeAI.Device.Drivers.Hx711;
using EdgeAI.Device.Drivers.Mpr121;
using EdgeAI.Device.Drivers.Nau7802;
using EdgeAI.Device.Drivers.SixAxis;
using EdgeAI.Device.Messages;

namespace EdgeAI.Device.Configuration;

/// <summary>
/// The smallest and the largest reading of each driver, in steps of the reading's first scale. What lies beyond, a driver reports as
/// <see cref="SensorStatus.Saturated"/> or <see cref="SensorStatus.Implausible"/>; the data sheets stand there, section by section.
/// </summary>
internal static class ReadingRange
{
    /// <summary>One percent of full scale below ground, which noise may show (see Ads1115Converter).</summary>
    private const int FsrLowest = -short.MaxValue / 100;

    /// <summary>The converter's last step before it is saturated.</summary>
    private const int FsrHighest = short.MaxValue - 1;

    /// <summary>A quaternion's component: 2^14, and the 1 % that a square 2 % too large leaves it (see Bno055Sensor).</summary>
    private const int QuaternionLimit = 16547;

    /// <summary>40 V in steps of 1.25 mV (SBOS547, "Absolute maximum ratings").</summary>
    private const int Ina226HighestBus = 32000;

    /// <summary>-40 degC in hundredths (BME280 and SHT4x data sheets, operating range).</summary>
    private const int AirLowest = -4000;

    /// <summary>85 degC (BST-BME280-DS002, table 1).</summary>
    private const int Bme280Highest = 8500;

    /// <summary>125 degC (SHT4x data sheet, operating range).</summary>
    private const int Sht4xHighest = 12500;

    /// <summary>300 hPa in 1/256 Pa (BST-BME280-DS002, table 1).</summary>
    private const int PressureLowest = 30000 * 256;

    /// <summary>1100 hPa.</summary>
    private const int PressureHighest = 110000 * 256;

    /// <summary>100 % in 1/1024 percent.</summary>
    private const int Bme280Wet = 100 * 1024;

    /// <summary>100 % in hundredths of a percent.</summary>
    private const int Sht4xWet = 10000;

    public static int LowestOf(SensorConfiguration configuration, ISensor sensor)
    {
        switch (configuration.Driver)
        {
            case DriverCode.Amg8833:
                return Amg8833Registers.LowestPixel;
            case DriverCode.Mlx90640:
            case DriverCode.Mlx90640Eeprom:
            case DriverCode.SimulatedHand:
                return short.MinValue;
            case DriverCode.TfLuna:
                return ((RangeMeasurement)sensor.Reading).Minimum;
            case DriverCode.Vl53l5cx:
                return ((RangeGrid)sensor.Reading).Minimum;
            case DriverCode.Mpr121:
                return -Mpr121Registers.FullScale;
            case DriverCode.FsrMatrix:
                return FsrLowest;
            case DriverCode.Bme280Temperature:
            case DriverCode.Sht4xTemperature:
                return AirLowest;
            case DriverCode.Bme280Pressure:
                return PressureLowest;
            case DriverCode.Bme280Humidity:
            case DriverCode.Sht4xHumidity:
            case DriverCode.Ina226:
                return 0;
            case DriverCode.Nau7802:
                return 1 - Nau7802Sensor.SaturationCount - ((Nau7802Sensor)sensor).TareCount;
            case DriverCode.Hx711:
                return Hx711Sensor.LowestCount + 1 - ((Hx711Sensor)sensor).TareCount;
            case DriverCode.SimulatedWrist:
            case DriverCode.SimulatedArm:
            case DriverCode.SimulatedMagnetometer:
                return int.MinValue;
            case DriverCode.SixAxis:
                return Tared(-LimitOf(configuration), (SixAxisSensor)sensor, true);
            default:
                return -HighestOf(configuration, sensor);
        }
    }

    public static int HighestOf(SensorConfiguration configuration, ISensor sensor)
    {
        switch (configuration.Driver)
        {
            case DriverCode.Amg8833:
                return Amg8833Registers.HighestPixel;
            case DriverCode.TfLuna:
                return ((RangeMeasurement)sensor.Reading).Maximum;
            case DriverCode.Vl53l5cx:
                return ((RangeGrid)sensor.Reading).Maximum;
            case DriverCode.Mpr121:
                return Mpr121Registers.FullScale;
            case DriverCode.FsrMatrix:
                return FsrHighest;
            case DriverCode.Nau7802:
                return Nau7802Sensor.SaturationCount - 1 - ((Nau7802Sensor)sensor).TareCount;
            case DriverCode.Hx711:
                return Hx711Sensor.HighestCount - 1 - ((Hx711Sensor)sensor).TareCount;
            case DriverCode.SixAxis:
                return Tared(LimitOf(configuration), (SixAxisSensor)sensor, false);
            case DriverCode.Ina226:
                return Ina226HighestBus;
            case DriverCode.Bno055:
                return QuaternionLimit;
            case DriverCode.Bme280Temperature:
                return Bme280Highest;
            case DriverCode.Sht4xTemperature:
                return Sht4xHighest;
            case DriverCode.Bme280Pressure:
                return PressureHighest;
            case DriverCode.Bme280Humidity:
                return Bme280Wet;
            case DriverCode.Sht4xHumidity:
                return Sht4xWet;
            case DriverCode.SimulatedWrist:
            case DriverCode.SimulatedArm:
            case DriverCode.SimulatedMagnetometer:
                return int.MaxValue;
            default:
                return short.MaxValue;
        }
    }

    /// <summary>The largest force of a six-axis sensor before its tare; all 32 bits where none is set.</summary>
    private static int LimitOf(SensorConfiguration configuration)
    {
        int limit = configuration.Parameters[DriverRules.SixAxisLargest];
        return limit == 0 ? int.MaxValue : limit;
    }

    /// <summary>A limit of force moved by the tare of the axis that moves it farthest out.</summary>
    private static int Tared(int limit, SixAxisSensor sensor, bool down)
    {
        long moved = limit;
        for (int axis = 0; axis < 3; axis++)
        {
            long tared = (long)limit - sensor.TareOf(axis);
            moved = (down ? tared < moved : tared > moved) ? tared : moved;
        }

        return moved > int.MaxValue ? int.MaxValue : moved < int.MinValue ? int.MinValue : (int)moved;
    }
}
