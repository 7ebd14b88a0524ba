namespace EdgeAI.Profiles.Boards;

/// <summary>
/// The rows of <see cref="DriverFacts.All"/>. Clocks on the bus are those of the driver's transfers, nine a byte; where the driver's remarks
/// state milliseconds at 400 kHz, those times 400.
/// </summary>
internal static class DriverTable
{
    private static readonly byte[] Nau7802Addresses = [0x2A];
    private static readonly byte[] Sht4xAddresses = [0x44, 0x45, 0x46];
    private static readonly double[] Nau7802Rates = [10, 20, 40, 80, 320];

    /// <summary>Thermal arrays and ranges.</summary>
    public static IReadOnlyList<DriverFacts> Imaging { get; } =
    [
        // Panasonic, Grid-EYE AMG88 reference specifications: AD_SELECT low 0x68, high 0x69; frame rate register 0x02, 10 or 1 frames a second.
        new()
        {
            Driver = SensorDriver.Amg8833,
            Code = 1,
            Name = "amg8833",
            Message = MessageKind.Image,
            Quantity = Quantity.DegreesCelsius,
            Protocol = BusProtocol.I2c,
            MinimumChips = 1,
            MaximumChips = 1,
            Addresses = [0x68, 0x69],
            RatesHz = [1, 10],
            MaximumRateHz = 10,
            BusClocks = 1400,
            BusTransfers = 3,
            Properties = ["bus", "address"],
            OptionalProperties = ["switch", "channel"],
        },

        // Melexis MLX90640 data sheet 3901090640 rev. 12: address 0x33, programmable (10.2.1.4); subpages a second in control register 1 (10.7.1,
        // figure 12). 64 a second are more than the array can be read at.
        new()
        {
            Driver = SensorDriver.Mlx90640,
            Code = 2,
            Name = "mlx90640",
            Message = MessageKind.Image,
            Quantity = Quantity.Counts,
            Protocol = BusProtocol.I2c,
            MinimumChips = 1,
            MaximumChips = 1,
            SharedChip = "mlx90640",
            RatesHz = [0.5, 1, 2, 4, 8, 16, 32],
            MaximumRateHz = 32,
            BusClocks = 15200,
            BusTransfers = 18,
            Properties = ["bus", "address"],
            OptionalProperties = ["switch", "channel"],
        },

        // The same chip: the EEPROM is compared a burst of 64 words a reading, and read at 400 kHz at most (section 8).
        new()
        {
            Driver = SensorDriver.Mlx90640Eeprom,
            Code = 3,
            Name = "mlx90640-eeprom",
            Message = MessageKind.Image,
            Quantity = Quantity.Counts,
            Protocol = BusProtocol.I2c,
            MinimumChips = 1,
            MaximumChips = 1,
            SharedChip = "mlx90640",
            MaximumRateHz = 1,
            BusClocks = 1200,
            BusTransfers = 1,
            Properties = ["bus", "address"],
            OptionalProperties = ["switch", "channel"],
        },

        // Benewake TF-Luna product manual SJ-PM-TF-Luna A05: address 0x10, can be set (6.3); 1 to 250 frames a second, 100 as delivered.
        new()
        {
            Driver = SensorDriver.TfLuna,
            Code = 4,
            Name = "tf-luna",
            Message = MessageKind.RangeMeasurement,
            Quantity = Quantity.Metres,
            Protocol = BusProtocol.I2c,
            MinimumChips = 1,
            MaximumChips = 1,
            MaximumRateHz = 250,
            BusClocks = 320,
            BusTransfers = 3,
            Properties = ["bus", "address"],
            OptionalProperties = ["switch", "channel"],
        },

        // ST UM2884: address 0x29 (0x52 as eight bits), can be set; 8x8 zones at 1 to 15 hertz.
        new()
        {
            Driver = SensorDriver.Vl53l5cx,
            Code = 5,
            Name = "vl53l5cx",
            Message = MessageKind.RangeGrid,
            Quantity = Quantity.Metres,
            Protocol = BusProtocol.I2c,
            MinimumChips = 1,
            MaximumChips = 1,
            RatesHz = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
            MaximumRateHz = 15,
            BusClocks = 3000,
            BusTransfers = 3,
            Properties = ["bus", "address", "imageCrc32c"],
            OptionalProperties = ["switch", "channel"],
        },
    ];

    /// <summary>Touch, force and torque.</summary>
    public static IReadOnlyList<DriverFacts> Touching { get; } =
    [
        // NXP MPR121 data sheet Rev. 4: section 6.2, table 10, ADDR to VSS 0x5A, VDD 0x5B, SDA 0x5C, SCL 0x5D; section 5.8, register 0x5D,
        // a new value every SFI x ESI, at the fastest 4 samples x 1 ms.
        new()
        {
            Driver = SensorDriver.Mpr121,
            Code = 6,
            Name = "mpr121",
            Message = MessageKind.TactileArray,
            Quantity = Quantity.Counts,
            DecidesTouch = true,
            Protocol = BusProtocol.I2c,
            MinimumChips = 1,
            MaximumChips = 1,
            Addresses = [0x5A, 0x5B, 0x5C, 0x5D],
            MaximumRateHz = 250,
            BusClocks = 480,
            BusTransfers = 2,
            Taxels = 12,
            Properties = ["bus", "address"],
            OptionalProperties = ["switch", "channel", "electrodes", "touchThreshold", "releaseThreshold", "samplingExponent", "supplyMillivolts", "taxels"],
        },

        // TI ADS111x data sheet SBAS444E: addresses 7.5.1.1; data rates 8.1.3, at most 860 a second, 10 % less at the slowest (5.5), four inputs
        // one after the other.
        new()
        {
            Driver = SensorDriver.FsrMatrix,
            Code = 7,
            Name = "fsr-matrix",
            Message = MessageKind.TactileArray,
            Quantity = Quantity.Counts,
            Protocol = BusProtocol.I2c,
            MinimumChips = 1,
            MaximumChips = 32,
            Addresses = [0x48, 0x49, 0x4A, 0x4B],
            MaximumRateHz = 190,
            BusClocks = 600,
            BusTransfers = 13,
            TaxelsPerChip = 4,
            Properties = ["bus", "chips"],
            OptionalProperties = ["switch", "fullScaleMillivolts", "conversionsPerSecond", "taxels", "decision"],
        },

        // Bosch BST-BMP390-DS002-07: address 5.2; output data rate 4.3.19, here those that leave room for oversampling.
        new()
        {
            Driver = SensorDriver.Bmp390Taxels,
            Code = 8,
            Name = "bmp390-taxels",
            Message = MessageKind.TactileArray,
            Quantity = Quantity.Pascal,
            Protocol = BusProtocol.I2c,
            MinimumChips = 1,
            MaximumChips = 32,
            Addresses = [0x76, 0x77],
            RatesHz = [25, 50, 100, 200],
            MaximumRateHz = 200,
            BusClocks = 240,
            BusTransfers = 3,
            TaxelsPerChip = 1,
            Properties = ["bus", "chips"],
            OptionalProperties = ["switch", "filterExponent", "taxels"],
        },

        // Melexis MLX90393 data sheet 3901090393: address section 8; table 18, conversion times, the fastest here 1.4 ms with three axes.
        new()
        {
            Driver = SensorDriver.Mlx90393Skin,
            Code = 9,
            Name = "mlx90393-skin",
            Message = MessageKind.TactileArray,
            Quantity = Quantity.Tesla,
            Protocol = BusProtocol.I2c,
            MinimumChips = 1,
            MaximumChips = 32,
            Addresses = [0x0C, 0x0D, 0x0E, 0x0F],
            MaximumRateHz = 400,
            BusClocks = 200,
            BusTransfers = 3,
            TaxelsPerChip = 1,
            Properties = ["bus", "chips"],
            OptionalProperties = ["switch", "gainSelect", "resolution", "filter", "oversampling", "taxels"],
        },

        // Nuvoton NAU7802 data sheet Rev. 1.7: I2C device address 0x2A, not selectable; register CTRL2 (0x02), bits CRS: 10, 20, 40, 80 or 320 samples a second.
        new()
        {
            Driver = SensorDriver.Nau7802,
            Code = 10,
            Name = "nau7802",
            Message = MessageKind.ForceStamped,
            Quantity = null,
            Protocol = BusProtocol.I2c,
            MinimumChips = 1,
            MaximumChips = 1,
            Addresses = Nau7802Addresses,
            RatesHz = Nau7802Rates,
            MaximumRateHz = 320,
            BusClocks = 200,
            BusTransfers = 4,
            Properties = ["bus", "address", "gain", "calibration"],
            OptionalProperties = ["switch", "channel", "regulatorMillivolts", "pgaCapacitor"],
        },

        // Avia HX711 data sheet, page 3: 10 or 80 conversions a second, by the RATE pin.
        new()
        {
            Driver = SensorDriver.Hx711,
            Code = 11,
            Name = "hx711",
            Message = MessageKind.ForceStamped,
            Quantity = null,
            Protocol = BusProtocol.Spi,
            MinimumChips = 1,
            MaximumChips = 1,
            RatesHz = [10, 80],
            MaximumRateHz = 80,
            BusClocks = 72,
            BusTransfers = 2,
            Properties = ["bus", "gain", "calibration"],
        },

        // Six NAU7802 (as above), and an SHT4x (as below) where the calibration depends on temperature.
        new()
        {
            Driver = SensorDriver.SixAxis,
            Code = 12,
            Name = "six-axis",
            Message = MessageKind.WrenchStamped,
            Quantity = Quantity.Newton,
            Protocol = BusProtocol.I2c,
            MinimumChips = 6,
            MaximumChips = 7,
            Addresses = Nau7802Addresses,
            ThermometerAddresses = Sht4xAddresses,
            RatesHz = Nau7802Rates,
            MaximumRateHz = 320,
            BusClocks = 200,
            BusTransfers = 4,
            Properties = ["bus", "chips", "gain", "sixAxis"],
            OptionalProperties = ["switch", "regulatorMillivolts", "pgaCapacitor"],
        },
    ];

    /// <summary>Motion, power and air.</summary>
    public static IReadOnlyList<DriverFacts> Moving { get; } =
    [
        // TI INA226 data sheet SBOS547: address pins table, 0x40 to 0x4F; the fastest conversions 140 us, one for each of two voltages.
        new()
        {
            Driver = SensorDriver.Ina226,
            Code = 13,
            Name = "ina226",
            Message = MessageKind.ElectricalState,
            Quantity = Quantity.Power,
            Protocol = BusProtocol.I2c,
            MinimumChips = 1,
            MaximumChips = 1,
            Addresses = [0x40, 0x41, 0x42, 0x43, 0x44, 0x45, 0x46, 0x47, 0x48, 0x49, 0x4A, 0x4B, 0x4C, 0x4D, 0x4E, 0x4F],
            MaximumRateHz = 3000,
            BusClocks = 360,
            BusTransfers = 6,
            Properties = ["bus", "address", "shuntMicroohms", "currentStepMicroamperes"],
            OptionalProperties = ["switch", "channel", "averages", "conversionMicroseconds"],
        },

        // ST LSM6DSO data sheet DS12140: address 5.1.1; output data rates, section 9, 10h and 11h.
        new()
        {
            Driver = SensorDriver.Lsm6dso,
            Code = 14,
            Name = "lsm6dso",
            Message = MessageKind.Imu,
            Quantity = Quantity.Rates,
            Protocol = BusProtocol.I2c,
            MinimumChips = 1,
            MaximumChips = 1,
            Addresses = [0x6A, 0x6B],
            RatesHz = [12.5, 26, 52, 104, 208, 416, 833],
            MaximumRateHz = 833,
            BusClocks = 320,
            BusTransfers = 4,
            Properties = ["bus", "address"],
            OptionalProperties = ["switch", "channel", "accelerationRangeG", "angularRangeDegreesPerSecond"],
        },

        // Bosch BNO055 data sheet BST-BNO055-DS000-14: address 4.6; fusion at 100 Hz, table 3-14.
        new()
        {
            Driver = SensorDriver.Bno055,
            Code = 15,
            Name = "bno055",
            Message = MessageKind.Imu,
            Quantity = Quantity.Orientation,
            Protocol = BusProtocol.I2c,
            MinimumChips = 1,
            MaximumChips = 1,
            Addresses = [0x28, 0x29],
            MaximumRateHz = 100,
            BusClocks = 560,
            BusTransfers = 1,
            Properties = ["bus", "address"],
            OptionalProperties = ["switch", "channel", "fusion", "externalCrystal"],
        },
        Bme280(SensorDriver.Bme280Temperature, 16, "bme280-temperature", MessageKind.Temperature),
        Bme280(SensorDriver.Bme280Pressure, 17, "bme280-pressure", MessageKind.FluidPressure),
        Bme280(SensorDriver.Bme280Humidity, 18, "bme280-humidity", MessageKind.RelativeHumidity),
        Sht4x(SensorDriver.Sht4xTemperature, 19, "sht4x-temperature", MessageKind.Temperature),
        Sht4x(SensorDriver.Sht4xHumidity, 20, "sht4x-humidity", MessageKind.RelativeHumidity),
    ];

    /// <summary>Bosch BST-BME280-DS002: address 6.2; with each quantity sampled once a measurement takes 9.3 ms (9.1) and pauses 0.5 ms or longer (table 27).</summary>
    private static DriverFacts Bme280(SensorDriver driver, byte code, string name, MessageKind message) => new()
    {
        Driver = driver,
        Code = code,
        Name = name,
        Message = message,
        Quantity = QuantityOf(message),
        Protocol = BusProtocol.I2c,
        MinimumChips = 1,
        MaximumChips = 1,
        Addresses = [0x76, 0x77],
        SharedChip = "bme280",
        MaximumRateHz = 100,
        BusClocks = 200,
        BusTransfers = 2,
        Properties = ["bus", "address"],
        OptionalProperties = ["switch", "channel"],
    };

    /// <summary>Sensirion SHT4x data sheet, "Device overview" for the addresses, "Timings": 8.3 ms for a measurement of high precision, which two calls fetch.</summary>
    private static DriverFacts Sht4x(SensorDriver driver, byte code, string name, MessageKind message) => new()
    {
        Driver = driver,
        Code = code,
        Name = name,
        Message = message,
        Quantity = QuantityOf(message),
        Protocol = BusProtocol.I2c,
        MinimumChips = 1,
        MaximumChips = 1,
        Addresses = Sht4xAddresses,
        SharedChip = "sht4x",
        MaximumRateHz = 50,
        BusClocks = 90,
        BusTransfers = 2,
        Properties = ["bus", "address"],
        OptionalProperties = ["switch", "channel"],
    };

    private static Quantity QuantityOf(MessageKind message) => message switch
    {
        MessageKind.Temperature => Quantity.DegreesCelsius,
        MessageKind.FluidPressure => Quantity.Pascal,
        _ => Quantity.Share,
    };
}
