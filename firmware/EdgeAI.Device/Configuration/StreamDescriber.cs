using System;
using EdgeAI.Device.Board;
using EdgeAI.Device.Messages;

namespace EdgeAI.Device.Configuration;

/// <summary>
/// Says of a stream what a board's hello tells of it (WIRE.md, "StreamDescription", "TaxelLayout"): from its configuration, its driver's message and what
/// the chip can give (<see cref="ReadingRange"/>).
/// </summary>
public static class StreamDescriber
{
    private const int TaxelNumbers = 6;

    /// <summary>Describes a stream; board and hello number it.</summary>
    /// <param name="configuration">The sensor's configuration.</param>
    /// <param name="sensor">Its driver, as <see cref="SensorCatalog"/> made it.</param>
    /// <exception cref="ArgumentException">The sensor gives a message that no stream carries.</exception>
    public static StreamDescription Describe(SensorConfiguration configuration, ISensor sensor)
    {
        StreamDescription description = new StreamDescription();
        description.Stream = configuration.Stream;
        description.PeriodMicroseconds = configuration.PeriodMicroseconds;
        description.Uncertainty = configuration.Uncertainty;
        description.CalibrationDate = configuration.Calibrated;
        Array.Copy(configuration.CertificateHash, 0, description.CertificateHash, 0, Hello.DigestLength);
        description.SensorName.TrySet(NameOf(configuration.Driver));
        description.FrameName.TrySet(configuration.FrameName);
        description.ReadingType = sensor.Reading.Type;
        Refresh(description, configuration, sensor);
        return description;
    }

    /// <summary>Brings what a tare, a calibration or a switched-on part changes up to date: scale, range, elements. Allocates nothing.</summary>
    /// <param name="description">The stream's description.</param>
    /// <param name="configuration">The sensor's configuration.</param>
    /// <param name="sensor">Its driver.</param>
    /// <exception cref="ArgumentException">The sensor gives a message that no stream carries.</exception>
    public static void Refresh(StreamDescription description, SensorConfiguration configuration, ISensor sensor)
    {
        Message reading = sensor.Reading;
        description.Scale = ScaleOf(reading);
        description.Elements = ElementsOf(reading);
        TactileArray? taxels = reading as TactileArray;
        description.Components = taxels == null ? 1 : taxels.Components;
        description.Minimum = ReadingRange.LowestOf(configuration, sensor);
        description.Maximum = ReadingRange.HighestOf(configuration, sensor);
    }

    /// <summary>Makes the layout frames of a sensor; none where its configuration has no layout.</summary>
    public static TaxelLayout[] LayoutsOf(SensorConfiguration configuration)
    {
        int total = configuration.Taxels.Length / TaxelNumbers;
        TaxelLayout[] layouts = new TaxelLayout[(total + TaxelLayout.MaxTaxels - 1) / TaxelLayout.MaxTaxels];
        for (int index = 0; index < layouts.Length; index++)
        {
            int first = index * TaxelLayout.MaxTaxels;
            int count = total - first < TaxelLayout.MaxTaxels ? total - first : TaxelLayout.MaxTaxels;
            layouts[index] = LayoutOf(configuration, total, first, count);
        }

        return layouts;
    }

    private static TaxelLayout LayoutOf(SensorConfiguration configuration, int total, int first, int count)
    {
        TaxelLayout layout = new TaxelLayout(count);
        layout.Stream = configuration.Stream;
        layout.Total = total;
        layout.First = first;
        layout.Count = count;
        for (int taxel = 0; taxel < count; taxel++)
        {
            int at = TaxelNumbers * (first + taxel);
            Array.Copy(configuration.Taxels, at, layout.Places, 3 * taxel, 3);
            Array.Copy(configuration.Taxels, at + 3, layout.Normals, 3 * taxel, 3);
        }

        return layout;
    }

    private static string NameOf(DriverCode driver)
    {
        switch (driver)
        {
            case DriverCode.Amg8833:
                return "AMG8833";
            case DriverCode.Mlx90640:
                return "MLX90640";
            case DriverCode.Mlx90640Eeprom:
                return "MLX90640 EEPROM";
            case DriverCode.TfLuna:
                return "TF-Luna";
            case DriverCode.Vl53l5cx:
                return "VL53L5CX";
            case DriverCode.Mpr121:
                return "MPR121";
            case DriverCode.FsrMatrix:
                return "FSR on ADS1115";
            case DriverCode.Bmp390Taxels:
                return "BMP390 taxels";
            case DriverCode.Mlx90393Skin:
                return "MLX90393 skin";
            case DriverCode.Nau7802:
                return "NAU7802";
            case DriverCode.Hx711:
                return "HX711";
            case DriverCode.SixAxis:
                return "six NAU7802";
            case DriverCode.Ina226:
                return "INA226";
            case DriverCode.Lsm6dso:
                return "LSM6DSO";
            case DriverCode.Bno055:
                return "BNO055";
            case DriverCode.Bme280Temperature:
            case DriverCode.Bme280Pressure:
            case DriverCode.Bme280Humidity:
                return "BME280";
            case DriverCode.Sht4xTemperature:
            case DriverCode.Sht4xHumidity:
                return "SHT4x";
            case DriverCode.SimulatedHand:
                return "simulated hand";
            case DriverCode.SimulatedWrist:
                return "simulated wrist";
            case DriverCode.SimulatedArm:
                return "simulated arm";
            default:
                return "simulated magnetometer";
        }
    }

    private static Scale ScaleOf(Message reading)
    {
        switch (reading.Type)
        {
            case MessageType.Image:
                return ((Image)reading).Scale;
            case MessageType.TactileArray:
                return ((TactileArray)reading).Scale;
            case MessageType.WrenchStamped:
                return ((WrenchStamped)reading).ForceScale;
            case MessageType.ForceStamped:
                return ((ForceStamped)reading).Scale;
            case MessageType.Imu:
                Imu imu = (Imu)reading;
                return (imu.Parts & ImuParts.Orientation) != 0 ? imu.OrientationScale : imu.AngularVelocityScale;
            case MessageType.RangeMeasurement:
                return ((RangeMeasurement)reading).Scale;
            case MessageType.RangeGrid:
                return ((RangeGrid)reading).Scale;
            case MessageType.ElectricalState:
                return ((ElectricalState)reading).VoltageScale;
            case MessageType.MagneticField:
                return ((MagneticField)reading).Scale;
            case MessageType.JointState:
                JointState joints = (JointState)reading;
                return (joints.Parts & JointStateParts.Position) != 0 ? joints.PositionScale
                    : (joints.Parts & JointStateParts.Velocity) != 0 ? joints.VelocityScale : joints.EffortScale;
            default:
                ScalarMessage? scalar = reading as ScalarMessage;
                return scalar == null ? throw new ArgumentException("no stream carries readings of type " + (int)reading.Type) : scalar.Scale;
        }
    }

    private static int ElementsOf(Message reading)
    {
        switch (reading.Type)
        {
            case MessageType.Image:
                return ((Image)reading).Width * ((Image)reading).Height;
            case MessageType.TactileArray:
                return ((TactileArray)reading).TaxelCount;
            case MessageType.RangeGrid:
                return ((RangeGrid)reading).Width * ((RangeGrid)reading).Height;
            case MessageType.JointState:
                return ((JointState)reading).Count;
            default:
                return 1;
        }
    }
}
