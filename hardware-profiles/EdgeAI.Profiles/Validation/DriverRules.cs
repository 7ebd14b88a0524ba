using EdgeAI.Profiles.Boards;
using EdgeAI.Profiles.Configuration;
using EdgeAI.Profiles.Reading;

namespace EdgeAI.Profiles.Validation;

/// <summary>What the properties of one driver must have to do with each other.</summary>
internal static class DriverRules
{
    /// <summary>TI INA226 data sheet SBOS547, equation 1: the calibration register is this divided by microohm and by microampere a step, 1 to 32767.</summary>
    private const long Ina226Product = 5_120_000_000;

    private const long Ina226HighestCalibration = 0x7FFF;

    /// <summary>How many hundredths of their nominal rate ADS1115 converters do at least (TI ADS111x data sheet SBAS444E, section 5.5: 10 % less).</summary>
    private const double Ads1115Slowest = 0.9;

    /// <summary>How many inputs an ADS1115 has, one converted after the other.</summary>
    private const int Ads1115Inputs = 4;

    public static void Check(SourceNode sensor, DriverFacts facts, ProblemList problems)
    {
        switch (facts.Driver)
        {
            case SensorDriver.Mpr121:
                CheckThresholds(sensor, problems);
                break;
            case SensorDriver.FsrMatrix:
                long conversions = sensor["conversionsPerSecond"]?.Integer ?? ChipDefaults.ConversionsPerSecond;
                CheckTime(sensor, Ads1115Inputs * 1e6 / (Ads1115Slowest * conversions), "four conversions", "raise 'conversionsPerSecond'", problems);
                break;
            case SensorDriver.Mlx90393Skin:
                CheckMagnetometer(sensor, problems);
                break;
            case SensorDriver.Hx711:
                CheckGain(sensor["gain"], problems);
                break;
            case SensorDriver.Ina226:
                CheckShunt(sensor, problems);
                long averages = sensor["averages"]?.Integer ?? ChipDefaults.Averages;
                long conversion = sensor["conversionMicroseconds"]?.Integer ?? ChipDefaults.ConversionMicroseconds;
                CheckTime(sensor, 2.0 * averages * conversion, "averaging", "lower 'averages' or 'conversionMicroseconds'", problems);
                break;
            case SensorDriver.SixAxis:
                SixAxisRules.Check(sensor, problems);
                break;
        }
    }

    private static void CheckThresholds(SourceNode sensor, ProblemList problems)
    {
        long touch = sensor["touchThreshold"]?.Integer ?? ChipDefaults.TouchThreshold;
        long release = sensor["releaseThreshold"]?.Integer ?? ChipDefaults.ReleaseThreshold;
        if (release >= touch && (sensor["releaseThreshold"] ?? sensor["touchThreshold"]) is { } written && !problems.IsBad(written))
        {
            problems.Add(written, $"a touch that begins at {touch} counts cannot end at {release}; write a 'releaseThreshold' below 'touchThreshold'");
        }

        long exponent = sensor["samplingExponent"]?.Integer ?? 0;
        CheckTime(sensor, 4000.0 * Math.Pow(2, Math.Clamp(exponent, 0, 7)), "four samples", "lower 'samplingExponent'", problems);
    }

    private static void CheckMagnetometer(SourceNode sensor, ProblemList problems)
    {
        long filter = Math.Clamp(sensor["filter"]?.Integer ?? ChipDefaults.Filter, 0, 7);
        long oversampling = Math.Clamp(sensor["oversampling"]?.Integer ?? 0, 0, 3);
        if (filter + oversampling < 2 && (sensor["filter"] ?? sensor["oversampling"]) is { } written && !problems.IsBad(written))
        {
            problems.Add(written, $"'filter' {filter} and 'oversampling' {oversampling} give the chip no time for three axes; let them add up to 2 or more");
        }

        // Melexis MLX90393 data sheet 3901090393, table 18: 67 us + 64 us * 2^OSR * (2 + 2^DIG_FILT) an axis, 0.5 ms around them, a quarter for the oscillator.
        double microseconds = 1.25 * ((3 * (67 + (64 * Math.Pow(2, oversampling) * (2 + Math.Pow(2, filter))))) + 500);
        CheckTime(sensor, microseconds, "measuring", "lower 'filter' or 'oversampling'", problems);
    }

    private static void CheckGain(SourceNode? gain, ProblemList problems)
    {
        if (gain?.Integer is { } value && value is not (32 or 64 or 128) && !problems.IsBad(gain))
        {
            problems.Add(gain, $"'hx711' has no gain of {gain.Written}; write 128 or 64 for channel A, 32 for channel B");
        }
    }

    private static void CheckShunt(SourceNode sensor, ProblemList problems)
    {
        if (sensor["shuntMicroohms"] is not { Integer: > 0 } shunt || sensor["currentStepMicroamperes"] is not { Integer: > 0 } step || problems.IsBad(shunt) || problems.IsBad(step))
        {
            return;
        }

        double calibration = Ina226Product / ((double)shunt.Integer.Value * step.Integer.Value);
        if (calibration < 1 || calibration >= Ina226HighestCalibration + 1)
        {
            problems.Add(step, "shunt times current step must be 0.1563 to 5120 microvolt; choose another step for this shunt");
        }
    }

    /// <summary>Reports a rate that leaves a sensor less than the time it takes.</summary>
    private static void CheckTime(SourceNode sensor, double microseconds, string what, string mend, ProblemList problems)
    {
        if (sensor["rateHz"] is { Number: > 0 } rate && microseconds > 1e6 / rate.Number && !problems.IsBad(rate))
        {
            problems.Add(rate, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{what} takes {microseconds:0} us, longer than one period at {rate.Written} Hz; write at most {Math.Floor(1e6 / microseconds * 10) / 10}, or {mend}"));
        }
    }
}
