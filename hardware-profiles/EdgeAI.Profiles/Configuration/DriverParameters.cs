using System.Globalization;
using EdgeAI.Profiles.Boards;
using EdgeAI.Profiles.Calibrations;

namespace EdgeAI.Profiles.Configuration;

/// <summary>The parameters of each driver, in the order of firmware/CONFIGURATION.md, "Drivers".</summary>
internal static class DriverParameters
{
    private const int Count = 0;
    private const int Newton = 2;
    private const int NewtonMetre = 3;
    private const int Axes = 6;

    private static readonly int[] Nau7802Rates = [10, 20, 40, 80];
    private static readonly int[] FullScales = [6144, 4096, 2048, 1024, 512, 256];
    private static readonly int[] Ads1115Rates = [8, 16, 32, 64, 128, 250, 475, 860];
    private static readonly int[] Bmp390Rates = [200, 100, 50, 25];
    private static readonly int[] Averages = [1, 4, 16, 64, 128, 256, 512, 1024];
    private static readonly int[] ConversionTimes = [140, 204, 332, 588, 1100, 2116, 4156, 8244];
    private static readonly double[] Lsm6dsoRates = [12.5, 26, 52, 104, 208, 416, 833];

    /// <summary>FS_XL (ST LSM6DSO data sheet DS12140, section 9, 10h), which is not in order.</summary>
    private static readonly int[] AccelerationRanges = [2, 16, 4, 8];

    private static readonly int[] AngularRanges = [250, 500, 1000, 2000];

    /// <summary>Gives a sensor's parameters with their names.</summary>
    public static IReadOnlyList<(string Name, int Value)> Of(SensorProfile sensor) => sensor.Driver switch
    {
        SensorDriver.Mlx90640 => [("refresh code", (int)Math.Round(Math.Log2(sensor.RateHz)) + 1)],
        SensorDriver.Vl53l5cx =>
        [
            ("frequency", (int)sensor.RateHz),
            ("image CRC-32C", unchecked((int)uint.Parse(sensor.ImageCrc32c.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture))),
        ],
        SensorDriver.Mpr121 =>
        [
            ("electrodes", sensor.Electrodes ?? ChipDefaults.Electrodes),
            ("touch threshold", sensor.TouchThreshold ?? ChipDefaults.TouchThreshold),
            ("release threshold", sensor.ReleaseThreshold ?? ChipDefaults.ReleaseThreshold),
            ("sampling exponent", sensor.SamplingExponent ?? ChipDefaults.SamplingExponent),
            ("supply millivolts", sensor.SupplyMillivolts ?? ChipDefaults.SupplyMillivolts),
        ],
        SensorDriver.FsrMatrix =>
        [
            ("gain code", CodeOf(FullScales, sensor.FullScaleMillivolts ?? ChipDefaults.FullScaleMillivolts)),
            ("rate code", CodeOf(Ads1115Rates, sensor.ConversionsPerSecond ?? ChipDefaults.ConversionsPerSecond)),
        ],
        SensorDriver.Bmp390Taxels =>
        [
            ("rate code", CodeOf(Bmp390Rates, (int)sensor.RateHz)),
            ("filter exponent", sensor.FilterExponent ?? ChipDefaults.FilterExponent),
        ],
        SensorDriver.Mlx90393Skin =>
        [
            ("gain", sensor.GainSelect ?? ChipDefaults.GainSelect),
            ("resolution", sensor.Resolution ?? ChipDefaults.Resolution),
            ("filter", sensor.Filter ?? ChipDefaults.Filter),
            ("oversampling", sensor.Oversampling ?? ChipDefaults.Oversampling),
        ],
        SensorDriver.Nau7802 => [.. Bridge(sensor), .. Calibration(sensor.Calibration!)],
        SensorDriver.Hx711 =>
        [
            ("input", sensor.Gain switch { 128 => 25, 32 => 26, _ => 27 }),
            ("conversions", (int)sensor.RateHz),
            .. Calibration(sensor.Calibration!),
        ],
        SensorDriver.SixAxis => [.. Bridge(sensor), .. SixAxis(sensor.SixAxis!)],
        SensorDriver.Ina226 =>
        [
            ("shunt microohms", sensor.ShuntMicroohms!.Value),
            ("current step microamperes", sensor.CurrentStepMicroamperes!.Value),
            ("averages code", CodeOf(Averages, sensor.Averages ?? ChipDefaults.Averages)),
            ("conversion time code", CodeOf(ConversionTimes, sensor.ConversionMicroseconds ?? ChipDefaults.ConversionMicroseconds)),
        ],
        SensorDriver.Lsm6dso =>
        [
            ("rate code", Array.IndexOf(Lsm6dsoRates, sensor.RateHz) + 1),
            ("acceleration code", CodeOf(AccelerationRanges, sensor.AccelerationRangeG ?? ChipDefaults.AccelerationRangeG)),
            ("angular code", CodeOf(AngularRanges, sensor.AngularRangeDegreesPerSecond ?? ChipDefaults.AngularRangeDegreesPerSecond)),
        ],

        // OPR_MODE (Bosch BST-BNO055-DS000-14, table 3-5).
        SensorDriver.Bno055 => [("mode", sensor.Fusion == FusionMode.Imu ? 8 : 12), ("crystal", sensor.ExternalCrystal == true ? 1 : 0)],
        SensorDriver.SimulatedWrist => [("activity", (int)sensor.Activity!.Value)],
        _ => [],
    };

    private static int CodeOf(int[] values, int value) => Array.IndexOf(values, value);

    private static (string Name, int Value)[] Bridge(SensorProfile sensor)
    {
        int regulator = sensor.RegulatorMillivolts ?? ChipDefaults.RegulatorMillivolts;
        return
        [
            ("gain code", (int)Math.Log2(sensor.Gain!.Value)),
            ("rate code", sensor.RateHz == 320 ? 7 : CodeOf(Nau7802Rates, (int)sensor.RateHz)),
            ("regulator code", regulator == 0 ? 8 : (4500 - regulator) / 300),
            ("capacitor", sensor.PgaCapacitor ?? ChipDefaults.PgaCapacitor ? 1 : 0),
        ];
    }

    private static (string Name, int Value)[] Calibration(CalibrationProfile calibration) =>
    [
        ("tare", calibration.TareCounts),
        ("scale mantissa", calibration.ScaleMantissa),
        ("scale exponent", calibration.ScaleExponent),
        ("scale unit", calibration.Unit == CalibrationUnit.Newton ? Newton : Count),
    ];

    private static (string Name, int Value)[] SixAxis(SixAxisProfile sheet)
    {
        SixAxisCertificate certificate = new(
            [.. sheet.Matrix.SelectMany(static row => row)],
            [.. sheet.Knots.Select(static knot => knot.DegreesCelsius)],
            [.. sheet.Knots.SelectMany(static knot => knot.Offsets)],
            [.. sheet.Knots.SelectMany(static knot => knot.Gains)]);
        if (!SixAxisConverter.TryConvert(certificate, Worth(sheet.Force), Worth(sheet.Torque), out SixAxisTables? tables, out string problem))
        {
            throw new ArgumentException($"{problem} (the loader refuses such a sheet)", nameof(sheet));
        }

        return
        [
            .. StepOf("force", sheet.Force, Newton),
            .. StepOf("torque", sheet.Torque, NewtonMetre),
            ("largest force", Steps(sheet.Force)),
            ("largest torque", Steps(sheet.Torque)),
            .. tables.Matrix.Select(static (entry, at) => ($"matrix[{at / Axes}][{at % Axes}]", entry)),
            .. tables.Shifts.Select(static (shift, axis) => ($"shift[{axis}]", shift)),
            ("knots", tables.Knots.Length),
            .. tables.Knots.Select(static (knot, index) => ($"knot[{index}]", knot)),
            .. tables.Offsets.Select(static (offset, at) => ($"offset[{at / Axes}][{at % Axes}]", offset)),
            .. tables.Gains.Select(static (gain, at) => ($"gain[{at / Axes}][{at % Axes}]", gain)),
        ];
    }

    private static (string Name, int Value)[] StepOf(string name, AxisScaleProfile scale, int unit) =>
        [($"{name} mantissa", scale.ScaleMantissa), ($"{name} exponent", scale.ScaleExponent), ($"{name} unit", unit)];

    private static double Worth(AxisScaleProfile scale) => scale.ScaleMantissa * Math.Pow(10, scale.ScaleExponent);

    private static int Steps(AxisScaleProfile scale) => (int)Math.Round(scale.Largest / Worth(scale));
}
