using System.Text.Json.Serialization;
using EdgeAI.Profiles.Reading;

namespace EdgeAI.Profiles.Boards;

/// <content>How the chips of a sensor are wired and set up: each property is null for drivers that do not have it, and where the driver's default holds.</content>
public sealed partial record SensorProfile
{
    /// <summary>The address of the TCA9548A that the chips are behind; null where they sit on the bus itself.</summary>
    [JsonConverter(typeof(I2cAddressConverter))]
    public byte? Switch { get; init; }

    /// <summary>The channel of the switch that the chip is behind, 0 to 7; null where there is no switch, and for drivers of several chips.</summary>
    public int? Channel { get; init; }

    /// <summary>The chips of a driver that reads several, in the order of its taxels or columns; null for others.</summary>
    public IReadOnlyList<ChipProfile>? Chips { get; init; }

    /// <summary>MPR121: electrodes in use, 1 to 12.</summary>
    public int? Electrodes { get; init; }

    /// <summary>MPR121: counts below the baseline that are a touch.</summary>
    public int? TouchThreshold { get; init; }

    /// <summary>MPR121: counts below the baseline that end it.</summary>
    public int? ReleaseThreshold { get; init; }

    /// <summary>MPR121: a sample every 2 to this power milliseconds.</summary>
    public int? SamplingExponent { get; init; }

    /// <summary>MPR121: the lowest supply, millivolt.</summary>
    public int? SupplyMillivolts { get; init; }

    /// <summary>FSR matrix: the converters' full scale, millivolt.</summary>
    public int? FullScaleMillivolts { get; init; }

    /// <summary>FSR matrix: conversions a second of each converter.</summary>
    public int? ConversionsPerSecond { get; init; }

    /// <summary>BMP390: a filter of 2 to this power measurements.</summary>
    public int? FilterExponent { get; init; }

    /// <summary>MLX90393: GAIN_SEL, 0 to 7.</summary>
    public int? GainSelect { get; init; }

    /// <summary>MLX90393: RES, 0 to 3.</summary>
    public int? Resolution { get; init; }

    /// <summary>MLX90393: DIG_FILT, 0 to 7.</summary>
    public int? Filter { get; init; }

    /// <summary>MLX90393: OSR, 0 to 3.</summary>
    public int? Oversampling { get; init; }

    /// <summary>VL53L5CX: the CRC-32C of the maker's firmware image, <c>0x</c> and eight hexadecimal digits.</summary>
    public string? ImageCrc32c { get; init; }

    /// <summary>NAU7802: what the chip feeds the bridge with, millivolt; 0 where the board feeds it.</summary>
    public int? RegulatorMillivolts { get; init; }

    /// <summary>NAU7802: whether 330 pF are fitted at channel 2.</summary>
    public bool? PgaCapacitor { get; init; }

    /// <summary>Six-axis: what turns six bridges into a wrench.</summary>
    public SixAxisProfile? SixAxis { get; init; }

    /// <summary>INA226: the shunt's resistance, microohm.</summary>
    public int? ShuntMicroohms { get; init; }

    /// <summary>INA226: one step of current, microampere.</summary>
    public int? CurrentStepMicroamperes { get; init; }

    /// <summary>INA226: conversions that make a reading.</summary>
    public int? Averages { get; init; }

    /// <summary>INA226: time of one conversion, microseconds.</summary>
    public int? ConversionMicroseconds { get; init; }

    /// <summary>LSM6DSO: full scale of the accelerometer, in multiples of 9.80665 m/s2.</summary>
    public int? AccelerationRangeG { get; init; }

    /// <summary>LSM6DSO: full scale of the gyroscope, degrees a second.</summary>
    public int? AngularRangeDegreesPerSecond { get; init; }

    /// <summary>BNO055: what the orientation is fused of.</summary>
    public FusionMode? Fusion { get; init; }

    /// <summary>BNO055: whether a 32 kHz crystal is fitted.</summary>
    public bool? ExternalCrystal { get; init; }
}
