using EdgeAI.Profiles.Reading;

namespace EdgeAI.Profiles.Validation;

/// <summary>A thermal image is made of one chip's pages and that chip's EEPROM: another chip's would give wrong temperatures without a word.</summary>
internal static class ThermalRules
{
    private static readonly string[] Drivers = ["mlx90640", "mlx90640-eeprom"];
    private static readonly string[] Places = ["bus", "address", "switch", "channel"];

    public static void Check(SourceNode profile, ProblemList problems)
    {
        Dictionary<string, (SourceNode Board, SourceNode Sensor)> sensors = new(StringComparer.Ordinal);
        foreach (SourceNode board in profile.ItemsOf("boards"))
        {
            foreach (SourceNode sensor in ProfileRules.SensorsOfBoard(board))
            {
                sensors.TryAdd(sensor.TextOf("name") ?? "", (board, sensor));
            }
        }

        foreach (SourceNode stage in profile.ItemsOf("stages").TakeWhile(_ => !problems.IsFull))
        {
            SourceNode[] inputs = [.. stage.ItemsOf("inputs")];
            if (stage.TextOf("kind") == "thermal-image" && inputs.Length == Drivers.Length && !inputs.Any(problems.IsBad))
            {
                Check(inputs, sensors, problems);
            }
        }
    }

    private static void Check(SourceNode[] inputs, Dictionary<string, (SourceNode Board, SourceNode Sensor)> sensors, ProblemList problems)
    {
        List<(SourceNode Board, SourceNode Sensor)> found = [];
        foreach ((int index, SourceNode input) in inputs.Index())
        {
            if (!sensors.TryGetValue(input.Text ?? "", out (SourceNode Board, SourceNode Sensor) sensor) || sensor.Sensor.TextOf("driver") != Drivers[index])
            {
                problems.Add(input, $"a 'thermal-image' stage takes the pages and the EEPROM of an MLX90640; name here a stream of '{Drivers[index]}'");
                return;
            }

            found.Add(sensor);
        }

        if (found[0].Board != found[1].Board || Places.Any(place => found[0].Sensor[place]?.Text != found[1].Sensor[place]?.Text))
        {
            problems.Add(inputs[1], $"{Shown.Quoted(inputs[1].Text!)} is another chip than {Shown.Quoted(inputs[0].Text!)}; name the EEPROM of the same one: same board, bus and address");
        }
    }
}
