using System.Text.Json.Serialization;
using EdgeAI.Profiles.Reading;

namespace EdgeAI.Profiles.Boards;

/// <summary>What reads a sensor. <see cref="DriverFacts"/> says what each needs and gives.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<SensorDriver>))]
public enum SensorDriver
{
    /// <summary>Panasonic Grid-EYE AMG8833: 8x8 thermal array.</summary>
    Amg8833,

    /// <summary>Melexis MLX90640: 32x24 thermal array, raw pages.</summary>
    Mlx90640,

    /// <summary>The calibration memory of an MLX90640.</summary>
    Mlx90640Eeprom,

    /// <summary>Benewake TF-Luna: range.</summary>
    TfLuna,

    /// <summary>ST VL53L5CX: 8x8 ranges.</summary>
    Vl53l5cx,

    /// <summary>NXP MPR121: 12 capacitive electrodes.</summary>
    Mpr121,

    /// <summary>Force-sensing resistors on TI ADS1115 converters, four to a chip.</summary>
    FsrMatrix,

    /// <summary>Bosch BMP390 barometers under a skin, a taxel each.</summary>
    Bmp390Taxels,

    /// <summary>Melexis MLX90393 magnetometers under a skin with magnets, a taxel of three components each.</summary>
    Mlx90393Skin,

    /// <summary>Nuvoton NAU7802: 24-bit bridge converter.</summary>
    Nau7802,

    /// <summary>Avia HX711: 24-bit bridge converter, clocked through SPI.</summary>
    Hx711,

    /// <summary>Six bridges on NAU7802 converters with a decoupling matrix.</summary>
    SixAxis,

    /// <summary>TI INA226: voltage, current and power.</summary>
    Ina226,

    /// <summary>ST LSM6DSO: acceleration and angular velocity.</summary>
    Lsm6dso,

    /// <summary>Bosch BNO055: orientation, acceleration and angular velocity.</summary>
    Bno055,

    /// <summary>Bosch BME280: its air temperature.</summary>
    Bme280Temperature,

    /// <summary>Bosch BME280: its air pressure.</summary>
    Bme280Pressure,

    /// <summary>Bosch BME280: its relative humidity.</summary>
    Bme280Humidity,

    /// <summary>Sensirion SHT4x: its air temperature.</summary>
    Sht4xTemperature,

    /// <summary>Sensirion SHT4x: its relative humidity.</summary>
    Sht4xHumidity,

    /// <summary>A simulated three-finger hand of 3x24 taxels, in the layout that the grasp model was trained on.</summary>
    SimulatedHand,

    /// <summary>A simulated six-axis wrist sensor.</summary>
    SimulatedWrist,

    /// <summary>The joints of an arm, made up.</summary>
    SimulatedArm,

    /// <summary>A magnetic field, made up.</summary>
    SimulatedMagnetometer,
}
