using EdgeAI.Profiles.Reading;

namespace EdgeAI.Profiles.Validation;

/// <summary>A board's own profile: its buses and pins, its link, its target, its sensors.</summary>
internal static class BoardFileRules
{
    private static readonly string[] LinkProperties = ["uart", "baud", "transmitPin", "receivePin", "host", "port", "topic"];
    private static readonly string[] BusPins = ["sda", "scl", "mosi", "miso", "clock", "select"];

    /// <summary>The fastest mode of I2C that the drivers know, Fast-mode Plus (NXP UM10204, section 5).</summary>
    private const long FastestI2c = 1_000_000;

    /// <summary>The shortest watchdog (firmware/CONFIGURATION.md).</summary>
    private const int ShortestWatchdog = 100;

    /// <summary>Checks a board's document, which may be wrong in its shape as well.</summary>
    public static void Check(SourceNode board, ProblemList problems)
    {
        CheckBuses(board, problems);
        CheckLink(board["link"], problems);
        CheckTarget(board, problems);
        PinRules.Check(board, problems);
        if (board["watchdogMilliseconds"] is { Integer: > 0 and < ShortestWatchdog } watchdog)
        {
            problems.Add(watchdog, $"a board may be {watchdog.Written} ms late without being stuck; write {ShortestWatchdog} or more, or 0 for no watchdog");
        }

        BoardRules.CheckStreams(board, problems);
        UniqueNames names = new("each stream a name");
        foreach (SourceNode sensor in board.ItemsOf("sensors"))
        {
            names.Add(sensor["name"], problems);
        }

        SensorRules.Check(board.ItemsOf("sensors"), new BusTable(board), problems);
        FrameRules.Check(board.ItemsOf("sensors"), problems);
        BusLoad.Check(board, problems);
    }

    private static void CheckBuses(SourceNode board, ProblemList problems)
    {
        UniqueNames names = new("each bus a name");
        Dictionary<string, UniqueNames> controllers = [];
        foreach (SourceNode bus in board.ItemsOf("buses"))
        {
            names.Add(bus["name"], problems);
            if (bus.TextOf("kind") is not ("i2c" or "spi") || bus.TextOf("kind") is not { } kind)
            {
                continue;
            }

            controllers.TryAdd(kind, new UniqueNames($"each {kind} bus a controller"));
            controllers[kind].Add(bus["controller"], problems);
            string[] own = kind == "i2c" ? ["sda", "scl"] : ["mosi", "miso", "clock", "select"];
            bool givesPins = own.Any(name => bus[name] is not null && name != "select");
            OwnProperties.Check(bus, $"an {kind} bus", givesPins ? [.. own.Where(static name => name != "select")] : [], own, BusPins, problems);
            CheckClock(board, bus, kind, problems);
        }
    }

    private static void CheckClock(SourceNode board, SourceNode bus, string kind, ProblemList problems)
    {
        if (bus["hertz"] is not { Integer: { } value } hertz || problems.IsBad(hertz))
        {
            return;
        }

        if (kind == "i2c" && value > FastestI2c)
        {
            problems.Add(hertz, $"no I2C chip here goes at {hertz.Written} Hz; write at most {FastestI2c}, 400000 where a chip is of Fast-mode");
        }
        else if (kind == "spi")
        {
            BusRules.CheckHx711(bus, board.ItemsOf("sensors"), problems);
        }
    }

    private static void CheckLink(SourceNode? link, ProblemList problems)
    {
        switch (link?.TextOf("kind"))
        {
            case "serial":
                OwnProperties.Check(link, "a 'serial' link", ["uart", "baud"], ["transmitPin", "receivePin"], LinkProperties, problems);
                break;
            case "mqtt":
                OwnProperties.Check(link, "an 'mqtt' link", ["host", "port", "topic"], [], LinkProperties, problems);
                break;
        }
    }

    private static void CheckTarget(SourceNode board, ProblemList problems)
    {
        foreach ((string one, string other) in new[] { ("target", "flash"), ("flash", "target"), ("target", "link") })
        {
            if (board[one] is not null && board[other] is null)
            {
                problems.Add(board, $"a board with '{one}' needs '{other}', which is missing; add it");
            }
        }

        if (board["target"] is not { Text: { } target } written)
        {
            return;
        }

        SensorRules.RefuseSimulated(board.ItemsOf("sensors"), "use a chip's driver, or remove 'target' and 'flash' from a board that is simulated only", problems);
        string? method = target.StartsWith("ESP32", StringComparison.Ordinal) ? "serial"
            : target.StartsWith("PICO", StringComparison.Ordinal) ? "uf2"
            : target.StartsWith("ST_", StringComparison.Ordinal) ? "jtag"
            : null;
        if (method is not null && board["flash"] is { Text: { } flash } wrong && flash != method && !problems.IsBad(written) && !problems.IsBad(wrong))
        {
            problems.Add(wrong, $"{Shown.Quoted(target)} is not flashed by {Shown.Quoted(flash)}; write '{method}'");
        }
    }
}
