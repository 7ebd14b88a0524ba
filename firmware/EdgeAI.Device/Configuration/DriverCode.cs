namespace EdgeAI.Device.Configuration;

/// <summary>What reads a sensor (CONFIGURATION.md, "Drivers").</summary>
public enum DriverCode : byte
{
    /// <summary>8x8 thermal array.</summary>
    Amg8833 = 1,

    /// <summary>32x24 thermal array, raw pages.</summary>
    Mlx90640 = 2,

    /// <summary>The calibration memory of an MLX90640.</summary>
    Mlx90640Eeprom = 3,

    /// <summary>Range.</summary>
    TfLuna = 4,

    /// <summary>8x8 range.</summary>
    Vl53l5cx = 5,

    /// <summary>Capacitive electrodes.</summary>
    Mpr121 = 6,

    /// <summary>Force-sensing resistors on ADS1115 converters.</summary>
    FsrMatrix = 7,

    /// <summary>Barometric taxels.</summary>
    Bmp390Taxels = 8,

    /// <summary>Magnetic skin.</summary>
    Mlx90393Skin = 9,

    /// <summary>A bridge.</summary>
    Nau7802 = 10,

    /// <summary>A bridge, clocked through SPI.</summary>
    Hx711 = 11,

    /// <summary>Six bridges with a decoupling matrix.</summary>
    SixAxis = 12,

    /// <summary>Motor current.</summary>
    Ina226 = 13,

    /// <summary>Acceleration and angular velocity.</summary>
    Lsm6dso = 14,

    /// <summary>Orientation, acceleration and angular velocity.</summary>
    Bno055 = 15,

    /// <summary>Air temperature.</summary>
    Bme280Temperature = 16,

    /// <summary>Air pressure.</summary>
    Bme280Pressure = 17,

    /// <summary>Air humidity.</summary>
    Bme280Humidity = 18,

    /// <summary>Air temperature.</summary>
    Sht4xTemperature = 19,

    /// <summary>Air humidity.</summary>
    Sht4xHumidity = 20,

    /// <summary>A simulated hand: a host's own, no chip.</summary>
    SimulatedHand = 200,

    /// <summary>A simulated wrist: a host's own, no chip.</summary>
    SimulatedWrist = 201,

    /// <summary>A simulated arm's joints: a host's own, no chip.</summary>
    SimulatedArm = 202,

    /// <summary>A simulated magnetometer: a host's own, no chip.</summary>
    SimulatedMagnetometer = 203,
}
