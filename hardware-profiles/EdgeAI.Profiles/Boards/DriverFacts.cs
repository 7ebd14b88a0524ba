namespace EdgeAI.Profiles.Boards;

/// <summary>What is true of a driver wherever it is used: the one place where a chip's limits stand for profiles.</summary>
public sealed record DriverFacts
{
    /// <summary>The drivers, each with its facts, in the order of <see cref="SensorDriver"/>.</summary>
    public static IReadOnlyList<DriverFacts> All { get; } = [.. DriverTable.Imaging, .. DriverTable.Touching, .. DriverTable.Moving, .. SimulatedDrivers.All];

    /// <summary>The driver.</summary>
    public required SensorDriver Driver { get; init; }

    /// <summary>The driver's number in a board's configuration (firmware/CONFIGURATION.md, "Drivers").</summary>
    public required byte Code { get; init; }

    /// <summary>The driver as a profile writes it.</summary>
    public required string Name { get; init; }

    /// <summary>The message that the driver gives.</summary>
    public required MessageKind Message { get; init; }

    /// <summary>What the message measures; null where the sensor's calibration says it.</summary>
    public required Quantity? Quantity { get; init; }

    /// <summary>Whether the messages carry the chip's own decision on touch.</summary>
    public bool DecidesTouch { get; init; }

    /// <summary>Whether the driver makes its readings up: allowed only on a robot that is simulated.</summary>
    public bool Simulated { get; init; }

    /// <summary>What the driver's chips speak; null for drivers without a chip.</summary>
    public BusProtocol? Protocol { get; init; }

    /// <summary>The fewest chips that one sensor reads; 0 for drivers without a chip.</summary>
    public int MinimumChips { get; init; }

    /// <summary>The most chips that one sensor reads; where it is above 1, a profile lists them.</summary>
    public int MaximumChips { get; init; }

    /// <summary>The 7-bit I2C addresses that the chip can be set to; empty where it can be set to any, and for drivers without I2C.</summary>
    public IReadOnlyList<byte> Addresses { get; init; } = [];

    /// <summary>The addresses of a thermometer that stands behind the chips, as the last of them; empty for drivers without one.</summary>
    public IReadOnlyList<byte> ThermometerAddresses { get; init; } = [];

    /// <summary>The chip that several drivers may read at one address, each on a stream of its own; empty where a chip serves one sensor alone.</summary>
    public string SharedChip { get; init; } = "";

    /// <summary>The rates that the chip converts at, in hertz; empty where any up to <see cref="MaximumRateHz"/> will do.</summary>
    public IReadOnlyList<double> RatesHz { get; init; } = [];

    /// <summary>The highest rate that gives a new value each time, in hertz.</summary>
    public required double MaximumRateHz { get; init; }

    /// <summary>How many clocks of its bus one chip takes for one reading, about; 0 for drivers without a chip.</summary>
    public int BusClocks { get; init; }

    /// <summary>In how many transfers, each of which costs extra behind a switch.</summary>
    public int BusTransfers { get; init; }

    /// <summary>How many taxels each of several chips gives; 0 for drivers without.</summary>
    public int TaxelsPerChip { get; init; }

    /// <summary>How many taxels a sensor without a list of chips gives, where no property says fewer; 0 for drivers without.</summary>
    public int Taxels { get; init; }

    /// <summary>The properties of a sensor that this driver needs and others refuse, as a profile writes them.</summary>
    public IReadOnlyList<string> Properties { get; init; } = [];

    /// <summary>The properties that this driver takes and others refuse; the schema says what holds where they are left out.</summary>
    public IReadOnlyList<string> OptionalProperties { get; init; } = [];

    /// <summary>The facts of a driver.</summary>
    public static DriverFacts Of(SensorDriver driver) => All.First(facts => facts.Driver == driver);
}
