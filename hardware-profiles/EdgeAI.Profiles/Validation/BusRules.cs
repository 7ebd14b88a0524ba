using EdgeAI.Profiles.Reading;

namespace EdgeAI.Profiles.Validation;

/// <summary>Buses: names and device nodes differ, real and simulated worlds do not mix, one bus serves one board.</summary>
internal static class BusRules
{
    /// <summary>A pulse of an HX711's clock is one SPI bit, and must last 0.2 to 50 us (Avia HX711 data sheet, page 5); the driver takes these clocks.</summary>
    private const long SlowestHx711 = 100_000;

    private const long FastestHx711 = 2_500_000;

    private static readonly string[] Owned = ["path", "hertz"];

    public static void Check(SourceNode profile, ProblemList problems)
    {
        UniqueNames names = new("each bus a name");
        UniqueNames paths = new("each bus a device node");
        bool? simulated = ProfileRules.IsSimulated(profile);
        foreach (SourceNode bus in profile.ItemsOf("buses"))
        {
            names.Add(bus["name"], problems);
            paths.Add(bus["path"], problems);
            CheckKind(bus, simulated, problems);
            CheckHx711(bus, ProfileRules.SensorsOf(profile), problems);
        }

        CheckOwners(profile, problems);
    }

    /// <summary>Checks that an SPI bus with an HX711 goes at a clock that the chip takes.</summary>
    public static void CheckHx711(SourceNode bus, IEnumerable<SourceNode> sensors, ProblemList problems)
    {
        if (bus["hertz"] is { Integer: < SlowestHx711 or > FastestHx711 } hertz && !problems.IsBad(hertz)
            && sensors.Any(sensor => sensor.TextOf("driver") == "hx711" && sensor.TextOf("bus") == bus.TextOf("name")))
        {
            problems.Add(hertz, $"an 'hx711' is clocked at {SlowestHx711} to {FastestHx711} Hz, not {hertz.Written}: its clock may rest high for 60 us at most; write 1000000");
        }
    }

    private static void CheckKind(SourceNode bus, bool? simulated, ProblemList problems)
    {
        switch (bus.TextOf("kind"))
        {
            case "simulated":
                OwnProperties.Check(bus, "a simulated bus", [], [], Owned, problems);
                if (simulated == false)
                {
                    problems.Add(bus["kind"]!, "a real robot has no simulated bus: a simulated reading may never pass as a real one; use 'linux-i2c', or set robot.simulated to true");
                }

                break;
            case "linux-i2c" or "linux-spi" when bus.TextOf("kind") is { } kind:
                OwnProperties.Check(bus, $"a {kind} bus", kind == "linux-i2c" ? ["path"] : Owned, [], Owned, problems);
                if (simulated == true)
                {
                    problems.Add(bus["kind"]!, "a simulated robot has no real bus: its readings would be marked as simulated; use 'simulated', or set robot.simulated to false");
                }

                break;
        }
    }

    private static void CheckOwners(SourceNode profile, ProblemList problems)
    {
        Dictionary<string, SourceNode> owners = [];
        foreach (SourceNode board in profile.ItemsOf("boards"))
        {
            foreach (SourceNode sensor in board.ItemsOf("sensors"))
            {
                if (sensor.TextOf("bus") is not { } bus)
                {
                    continue;
                }

                if (!owners.TryAdd(bus, board) && owners[bus] != board)
                {
                    problems.Add(sensor["bus"]!, $"{Shown.Quoted(bus)} belongs to {owners[bus].Path} already: one thread drives a bus; move the sensor to that board, or give this board a bus of its own");
                }
            }
        }
    }
}
