using EdgeAI.Profiles.Reading;

namespace EdgeAI.Profiles.Validation;

/// <summary>Buses: names and device nodes differ, real and simulated worlds do not mix, one bus serves one board.</summary>
internal static class BusRules
{
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
        }

        CheckOwners(profile, problems);
    }

    private static void CheckKind(SourceNode bus, bool? simulated, ProblemList problems)
    {
        switch (bus.TextOf("kind"))
        {
            case "simulated":
                OwnProperties.Check(bus, "a simulated bus", [], [], ["path"], problems);
                if (simulated == false)
                {
                    problems.Add(bus["kind"]!, "a real robot has no simulated bus: a simulated reading may never pass as a real one; use 'linux-i2c', or set robot.simulated to true");
                }

                break;
            case "linux-i2c":
                OwnProperties.Check(bus, "a linux-i2c bus", ["path"], [], ["path"], problems);
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
