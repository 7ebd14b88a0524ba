namespace EdgeAI.Profiles.Boards;

/// <summary>An I2C bus. One bus belongs to one board, because a bus is driven by one thread.</summary>
public sealed record BusProfile
{
    /// <summary>The name that sensors refer to.</summary>
    public required string Name { get; init; }

    /// <summary>What stands behind the bus.</summary>
    public required BusKind Kind { get; init; }

    /// <summary>The device node, <c>/dev/i2c-1</c>; given for <see cref="BusKind.LinuxI2c"/> and for no other.</summary>
    public string? Path { get; init; }
}
