using System.Globalization;

namespace EdgeAI.Profiles.Boards;

/// <summary>Puts a board of the robot's own together: a sampling loop in the robot's process, on the robot's buses.</summary>
internal static class BoardComposer
{
    /// <summary>The clock that a robot's own bus is taken to run at, for want of a way to set it (Linux: the device tree's, often 100 or 400 kHz).</summary>
    private const int Hertz = 400_000;

    /// <summary>The largest send queue of a board, in bytes (firmware/CONFIGURATION.md).</summary>
    private const int LargestQueue = 65535;

    /// <summary>Makes the board of an entry that holds its sensors itself.</summary>
    public static BoardProfile RobotsOwn(Profile profile, BoardEntry entry)
    {
        IReadOnlyList<SensorProfile> sensors = entry.Sensors!;
        string[] used = [.. sensors.Select(static sensor => sensor.Bus).OfType<string>().Distinct(StringComparer.Ordinal)];
        return new BoardProfile
        {
            Version = Profile.CurrentVersion,
            Id = entry.Id,
            Name = entry.Name!,
            Buses = [.. profile.Buses.Where(bus => used.Contains(bus.Name)).Select((bus, index) => BusOf(bus, index, sensors))],
            Queue = new SendQueueProfile { Bytes = Math.Min(entry.Link.CapacityBytes, LargestQueue), Policy = SendQueuePolicy.DropOldest },
            WatchdogMilliseconds = 0,
            Sensors = sensors,
            Sha256 = profile.Sha256,
        };
    }

    private static BoardBusProfile BusOf(BusProfile bus, int index, IReadOnlyList<SensorProfile> sensors)
    {
        bool isSpi = sensors.Any(sensor => sensor.Bus == bus.Name && DriverFacts.Of(sensor.Driver).Protocol == BusProtocol.Spi);
        return new BoardBusProfile
        {
            Name = bus.Name,
            Kind = isSpi ? BusProtocol.Spi : BusProtocol.I2c,
            Controller = NumberOf(bus.Path) ?? index,
            Hertz = bus.Hertz ?? Hertz,
        };
    }

    /// <summary>The number at the end of a device node, <c>/dev/i2c-1</c>.</summary>
    private static int? NumberOf(string? path)
    {
        string text = path ?? "";
        return byte.TryParse(text.AsSpan(text.LastIndexOf('-') + 1), NumberStyles.None, CultureInfo.InvariantCulture, out byte number) ? number : null;
    }
}
