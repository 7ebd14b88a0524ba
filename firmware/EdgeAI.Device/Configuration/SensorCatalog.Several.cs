using EdgeAI.Device.Board;
using EdgeAI.Device.Bus;
using EdgeAI.Device.Drivers.Ads1115;
using EdgeAI.Device.Drivers.Bmp390;
using EdgeAI.Device.Drivers.Mlx90393;
using EdgeAI.Device.Drivers.Mpr121;
using EdgeAI.Device.Drivers.Nau7802;
using EdgeAI.Device.Drivers.Sht4x;
using EdgeAI.Device.Drivers.SixAxis;
using EdgeAI.Device.Messages;

namespace EdgeAI.Device.Configuration;

/// <content>Sensors of several chips or taxels, and bridges, which a six-axis sensor is made of.</content>
public sealed partial class SensorCatalog
{
    private const int BoardFeedsBridge = 8;

    private ISensor MakeOfSeveral(II2cBus before, SensorConfiguration sensor)
    {
        switch (sensor.Driver)
        {
            case DriverCode.Mpr121:
                return MakeMpr121(BusOf(before, sensor, 0), sensor);
            case DriverCode.FsrMatrix:
                return MakeFsrMatrix(before, sensor);
            case DriverCode.Bmp390Taxels:
                return MakeBarometricTaxels(before, sensor);
            case DriverCode.Mlx90393Skin:
                return MakeMagneticSkin(before, sensor);
            default:
                return MakeSixAxis(before, sensor);
        }
    }

    private Mpr121Sensor MakeMpr121(II2cBus bus, SensorConfiguration sensor)
    {
        Mpr121Options options = new Mpr121Options();
        options.ElectrodeCount = sensor.Parameters[0];
        options.TouchThreshold = (byte)sensor.Parameters[1];
        options.ReleaseThreshold = (byte)sensor.Parameters[2];
        options.SamplingIntervalExponent = (byte)sensor.Parameters[3];
        options.SupplyMillivolts = sensor.Parameters[4];
        return new Mpr121Sensor(bus, sensor.Addresses[0], _clock, options);
    }

    private FsrMatrixSensor MakeFsrMatrix(II2cBus before, SensorConfiguration sensor)
    {
        Ads1115Converter[] converters = new Ads1115Converter[sensor.Addresses.Length];
        for (int chip = 0; chip < converters.Length; chip++)
        {
            II2cBus bus = BusOf(before, sensor, chip);
            converters[chip] = new Ads1115Converter(bus, sensor.Addresses[chip], _clock, (Ads1115Gain)sensor.Parameters[0], (Ads1115Rate)sensor.Parameters[1]);
        }

        return new FsrMatrixSensor(converters, _clock);
    }

    private BarometricTaxels MakeBarometricTaxels(II2cBus before, SensorConfiguration sensor)
    {
        Bmp390Sensor[] barometers = new Bmp390Sensor[sensor.Addresses.Length];
        for (int chip = 0; chip < barometers.Length; chip++)
        {
            II2cBus bus = BusOf(before, sensor, chip);
            barometers[chip] = new Bmp390Sensor(bus, sensor.Addresses[chip], _clock, (Bmp390Rate)sensor.Parameters[0], sensor.Parameters[1]);
        }

        return new BarometricTaxels(barometers);
    }

    private MagneticSkin MakeMagneticSkin(II2cBus before, SensorConfiguration sensor)
    {
        Mlx90393Options options = new Mlx90393Options();
        options.Gain = sensor.Parameters[0];
        options.Resolution = sensor.Parameters[1];
        options.Filter = sensor.Parameters[2];
        options.Oversampling = sensor.Parameters[3];
        Mlx90393Chip[] chips = new Mlx90393Chip[sensor.Addresses.Length];
        for (int chip = 0; chip < chips.Length; chip++)
        {
            chips[chip] = new Mlx90393Chip(BusOf(before, sensor, chip), sensor.Addresses[chip], _clock, options);
        }

        return new MagneticSkin(chips, _clock, options);
    }

    private Nau7802Sensor MakeNau7802(II2cBus bus, SensorConfiguration sensor)
    {
        Nau7802Sensor bridge = new Nau7802Sensor(bus, sensor.Addresses[0], _clock, BridgeOptions(sensor));
        int[] parameters = sensor.Parameters;
        bridge.SetCalibration(parameters[DriverRules.BridgeParameters], ScaleAt(parameters, DriverRules.BridgeParameters + 1));
        return bridge;
    }

    private SixAxisSensor MakeSixAxis(II2cBus before, SensorConfiguration sensor)
    {
        int[] parameters = sensor.Parameters;
        int knots = parameters[DriverRules.SixAxisKnotCount];
        int knotsAt = DriverRules.SixAxisKnotCount + 1;
        int offsetsAt = knotsAt + knots;
        int perAxis = knots * SixAxisCalibration.Axes;
        SixAxisCalibration calibration = new SixAxisCalibration(
            Part(parameters, DriverRules.SixAxisMatrix, SixAxisCalibration.Axes * SixAxisCalibration.Axes),
            Part(parameters, DriverRules.SixAxisKnotCount - SixAxisCalibration.Axes, SixAxisCalibration.Axes),
            Part(parameters, knotsAt, knots),
            Part(parameters, offsetsAt, perAxis),
            Part(parameters, offsetsAt + perAxis, perAxis),
            ScaleAt(parameters, DriverRules.BridgeParameters),
            ScaleAt(parameters, DriverRules.BridgeParameters + DriverRules.ScaleParameters));
        SixAxisOptions options = new SixAxisOptions();
        options.LargestForce = parameters[DriverRules.SixAxisLargest];
        options.LargestTorque = parameters[DriverRules.SixAxisLargest + 1];
        Nau7802Options bridge = BridgeOptions(sensor);
        ISensor[] channels = new ISensor[DriverRules.SixAxisBridges];
        for (int chip = 0; chip < channels.Length; chip++)
        {
            channels[chip] = new Nau7802Sensor(BusOf(before, sensor, chip), sensor.Addresses[chip], _clock, bridge);
        }

        return new SixAxisSensor(channels, ThermometerOf(before, sensor), calibration, _clock, options);
    }

    private Sht4xSensor? ThermometerOf(II2cBus before, SensorConfiguration sensor)
    {
        int chip = DriverRules.SixAxisBridges;
        if (sensor.Addresses.Length <= chip)
        {
            return null;
        }

        Sht4xChip thermometer = new Sht4xChip(BusOf(before, sensor, chip), sensor.Addresses[chip], _clock);
        return new Sht4xSensor(thermometer, Sht4xQuantity.Temperature);
    }

    private static Nau7802Options BridgeOptions(SensorConfiguration sensor)
    {
        Nau7802Options options = new Nau7802Options();
        options.Gain = (Nau7802Gain)sensor.Parameters[0];
        options.Rate = (Nau7802Rate)sensor.Parameters[1];
        options.InternalLdo = sensor.Parameters[2] != BoardFeedsBridge;
        options.Ldo = options.InternalLdo ? (Nau7802Ldo)sensor.Parameters[2] : Nau7802Ldo.Millivolts4500;
        options.PgaCapacitor = sensor.Parameters[3] != 0;
        return options;
    }

    private static Scale ScaleAt(int[] parameters, int at)
    {
        return new Scale(parameters[at], (sbyte)parameters[at + 1], (Unit)parameters[at + 2]);
    }

    private static int[] Part(int[] parameters, int at, int count)
    {
        int[] part = new int[count];
        System.Array.Copy(parameters, at, part, 0, count);
        return part;
    }
}
