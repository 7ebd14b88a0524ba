namespace EdgeAI.Profiles.Boards;

/// <summary>A bus that the robot owns. One bus belongs to one board, because a bus is driven by one thread.</summary>
public sealed record BusProfile
{
    /// <summary>The name that sensors refer to.</summary>
    public required string Name { get; init; }

    /// <summary>What stands behind the bus.</summary>
    public required BusKind Kind { get; init; }

    /// <summary>The device node, <c>/dev/i2c-1</c> or <c>/dev/spidev0.0</c>; null for simulated buses.</summary>
    public string? Path { get; init; }

    /// <summary>The clock of a <see cref="BusKind.LinuxSpi"/> bus, hertz; null for others, whose clock the system sets.</summary>
    public int? Hertz { get; init; }
}
