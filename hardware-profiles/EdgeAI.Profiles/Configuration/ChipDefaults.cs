namespace EdgeAI.Profiles.Configuration;

/// <summary>What holds where a profile leaves a driver's optional property out, as profile.schema.json says it.</summary>
internal static class ChipDefaults
{
    /// <summary>MPR121: all.</summary>
    public const int Electrodes = 12;

    /// <summary>MPR121 (NXP AN3944).</summary>
    public const int TouchThreshold = 15;

    /// <summary>MPR121 (NXP AN3944).</summary>
    public const int ReleaseThreshold = 10;

    /// <summary>MPR121: a sample every millisecond.</summary>
    public const int SamplingExponent = 0;

    /// <summary>MPR121, millivolt.</summary>
    public const int SupplyMillivolts = 3300;

    /// <summary>ADS1115, millivolt: for sensors fed with 3.3 V.</summary>
    public const int FullScaleMillivolts = 4096;

    /// <summary>ADS1115: the fastest.</summary>
    public const int ConversionsPerSecond = 860;

    /// <summary>BMP390: no filter.</summary>
    public const int FilterExponent = 0;

    /// <summary>MLX90393: the finest steps.</summary>
    public const int GainSelect = 7;

    /// <summary>MLX90393: the finest steps.</summary>
    public const int Resolution = 0;

    /// <summary>MLX90393: about 300 measurements a second.</summary>
    public const int Filter = 2;

    /// <summary>MLX90393: none.</summary>
    public const int Oversampling = 0;

    /// <summary>NAU7802, millivolt: 0.3 V below a supply of 3.3 V (data sheet revision 1.7, section 11, REG0x01).</summary>
    public const int RegulatorMillivolts = 3000;

    /// <summary>NAU7802: fitted, as on common breakout boards.</summary>
    public const bool PgaCapacitor = true;

    /// <summary>INA226.</summary>
    public const int Averages = 4;

    /// <summary>INA226, microseconds.</summary>
    public const int ConversionMicroseconds = 588;

    /// <summary>LSM6DSO, multiples of 9.80665 m/s2: for a limb of a walking robot.</summary>
    public const int AccelerationRangeG = 8;

    /// <summary>LSM6DSO, degrees a second: for a limb of a walking robot.</summary>
    public const int AngularRangeDegreesPerSecond = 1000;
}
