namespace EdgeAI.Profiles.Boards;

/// <summary>What is true of a driver wherever it is used: the one place where a chip's limits stand for profiles.</summary>
public sealed record DriverFacts
{
    /// <summary>The drivers, each with its facts.</summary>
    public static IReadOnlyList<DriverFacts> All { get; } =
    [
        // Panasonic, Grid-EYE AMG88 reference specifications: AD_SELECT low 0x68, high 0x69; frame rate register 0x02, 10 or 1 frames a second.
        new()
        {
            Driver = SensorDriver.Amg8833,
            Name = "amg8833",
            Message = MessageKind.Image,
            Addresses = [0x68, 0x69],
            RatesHz = [1, 10],
            MaximumRateHz = 10,
            Properties = ["bus", "address"],
        },

        // NXP MPR121 data sheet Rev. 4: section 6.2, table 10, ADDR to VSS 0x5A, VDD 0x5B, SDA 0x5C, SCL 0x5D; section 5.8, register 0x5D,
        // a new value every SFI x ESI, at the fastest 4 samples x 1 ms.
        new()
        {
            Driver = SensorDriver.Mpr121,
            Name = "mpr121",
            Message = MessageKind.TactileArray,
            DecidesTouch = true,
            Addresses = [0x5A, 0x5B, 0x5C, 0x5D],
            MaximumRateHz = 250,
            Properties = ["bus", "address"],
        },

        // Nuvoton NAU7802 data sheet Rev. 1.7: I2C device address 0x2A, not selectable; register CTRL2 (0x02), bits CRS: 10, 20, 40, 80 or 320 samples a second.
        new()
        {
            Driver = SensorDriver.Nau7802,
            Name = "nau7802",
            Message = MessageKind.ForceStamped,
            Addresses = [0x2A],
            RatesHz = [10, 20, 40, 80, 320],
            MaximumRateHz = 320,
            Properties = ["bus", "address", "gain", "calibration"],
        },

        // The simulated sensors give what was recorded at a few hundred hertz at most; 1 kHz is the sampling loop's own turn.
        new()
        {
            Driver = SensorDriver.SimulatedHand,
            Name = "simulated-hand",
            Message = MessageKind.TactileArray,
            MaximumRateHz = 1000,
            Simulated = true,
        },
        new()
        {
            Driver = SensorDriver.SimulatedWrist,
            Name = "simulated-wrist",
            Message = MessageKind.WrenchStamped,
            MaximumRateHz = 1000,
            Simulated = true,
            Properties = ["activity"],
        },
    ];

    /// <summary>The driver.</summary>
    public required SensorDriver Driver { get; init; }

    /// <summary>The driver as a profile writes it.</summary>
    public required string Name { get; init; }

    /// <summary>The message that the driver gives.</summary>
    public required MessageKind Message { get; init; }

    /// <summary>Whether the messages carry the chip's own decision on touch.</summary>
    public bool DecidesTouch { get; init; }

    /// <summary>Whether the driver makes its readings up: allowed only on a robot that is simulated.</summary>
    public bool Simulated { get; init; }

    /// <summary>The 7-bit I2C addresses that the chip can be set to; empty for drivers without a bus.</summary>
    public IReadOnlyList<byte> Addresses { get; init; } = [];

    /// <summary>The rates that the chip converts at, in hertz; empty where any up to <see cref="MaximumRateHz"/> will do.</summary>
    public IReadOnlyList<double> RatesHz { get; init; } = [];

    /// <summary>The highest rate that gives a new value each time, in hertz.</summary>
    public required double MaximumRateHz { get; init; }

    /// <summary>The properties of a sensor that this driver needs and others refuse, as a profile writes them.</summary>
    public IReadOnlyList<string> Properties { get; init; } = [];

    /// <summary>The facts of a driver.</summary>
    public static DriverFacts Of(SensorDriver driver) => All.First(facts => facts.Driver == driver);
}
