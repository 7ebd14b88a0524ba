using EdgeAI.Profiles.Boards;
using EdgeAI.Profiles.Reading;
using EdgeAI.Profiles.Stages;

namespace EdgeAI.Profiles.Validation;

/// <summary>The graph of sensors and stages: every input is a stream that is there and gives what the stage takes, and nothing goes round in a circle.</summary>
internal static class GraphRules
{
    public static void Check(SourceNode profile, ProblemList problems)
    {
        // Streams whose name is taken already are told by BoardRules; the first of a name is the one that is meant here.
        Dictionary<string, SourceNode> sensors = new(StringComparer.Ordinal);
        Dictionary<string, SourceNode> stages = new(StringComparer.Ordinal);
        foreach (SourceNode sensor in ProfileRules.SensorsOf(profile))
        {
            sensors.TryAdd(sensor.TextOf("name") ?? "", sensor);
        }

        foreach (SourceNode stage in profile.ItemsOf("stages"))
        {
            stages.TryAdd(stage.TextOf("name") ?? "", stage);
        }

        foreach (SourceNode camera in ProfileRules.CamerasOf(profile))
        {
            sensors.TryAdd(camera.TextOf("name") ?? "", camera);
        }

        HashSet<SourceNode> ended = [];
        foreach (SourceNode stage in stages.Values)
        {
            Follow(stage, stages, [], ended, problems);
        }

        foreach (SourceNode stage in profile.ItemsOf("stages").TakeWhile(_ => !problems.IsFull))
        {
            StageFacts? facts = StageRules.FactsOf(stage);
            SourceNode[] inputs = InputsOf(stage);
            if (facts is not null && stage["inputs"] is { } list && !problems.IsBad(list) && facts.Inputs.Count > 1 && inputs.Length != facts.Inputs.Count)
            {
                problems.Add(list, $"a '{facts.Name}' stage takes {facts.Inputs.Count} inputs ({string.Join(", ", facts.Inputs)}), and {inputs.Length} are named; name a stream for each");
                continue;
            }

            foreach ((int index, SourceNode input) in inputs.Index())
            {
                MessageKind? wanted = facts is not null && index < facts.Inputs.Count ? facts.Inputs[index] : null;
                CheckInput(stage, facts, wanted, input, sensors, stages, problems);
            }
        }
    }

    /// <summary>The names of the streams that a stage takes, in their order.</summary>
    public static SourceNode[] InputsOf(SourceNode stage) => stage["input"] is { } one ? [one] : [.. stage.ItemsOf("inputs")];

    private static void CheckInput(
        SourceNode stage,
        StageFacts? facts,
        MessageKind? wanted,
        SourceNode input,
        Dictionary<string, SourceNode> sensors,
        Dictionary<string, SourceNode> stages,
        ProblemList problems)
    {
        if (input.Text is not { } name || problems.IsBad(input))
        {
            return;
        }

        if (sensors.TryGetValue(name, out SourceNode? sensor))
        {
            if (facts is not null && wanted is { } taken && ProfileRules.IsCamera(sensor))
            {
                if (taken != MessageKind.CameraImage)
                {
                    problems.Add(input, $"a '{facts.Name}' stage takes {taken}, but {Shown.Quoted(name)} is a camera; name a stream of {taken}");
                }
            }
            else if (facts is not null && wanted is { } message && DriverFacts.All.FirstOrDefault(driver => driver.Name == sensor.TextOf("driver")) is { } driver)
            {
                CheckSensor(stage, facts, message, input, sensor, driver, problems);
            }
        }
        else if (stages.TryGetValue(name, out SourceNode? source))
        {
            if (facts is not null && wanted is { } message && StageRules.FactsOf(source) is { } given && given.Output != message)
            {
                problems.Add(input, $"a '{facts.Name}' stage takes {message}, but {Shown.Quoted(name)} ('{given.Name}') answers with {given.Output}; name a stream of {message}");
            }
        }
        else
        {
            string mend = NearestName.Of(name, sensors.Keys.Concat(stages.Keys)) is { } nearest ? $"did you mean {Shown.Quoted(nearest)}?" : "name a sensor's, a camera's or a stage's stream";
            problems.Add(input, $"there is no stream {Shown.Quoted(name)}; {mend}");
        }
    }

    private static void CheckSensor(SourceNode stage, StageFacts facts, MessageKind message, SourceNode input, SourceNode sensor, DriverFacts driver, ProblemList problems)
    {
        string stream = Shown.Quoted(input.Text!);
        if (driver.Message != message)
        {
            problems.Add(input, $"a '{facts.Name}' stage takes {message}, but {stream} ('{driver.Name}') gives {driver.Message}; name a stream of {message}");
        }
        else if (facts.NeedsTouchDecision && !driver.DecidesTouch)
        {
            problems.Add(input, $"a '{facts.Name}' stage takes the chip's own decision on touch, and {stream} ('{driver.Name}') makes none; name a stream of 'mpr121'");
        }

        if (stage["activity"] is { Text: { } watched } activity && sensor["activity"] is { Text: { } simulated } made && watched != simulated && !problems.IsBad(activity) && !problems.IsBad(made))
        {
            problems.Add(activity, $"the stage watches for {Shown.Quoted(watched)}, and {stream} simulates {Shown.Quoted(simulated)}; name the same activity in both");
        }
    }

    /// <summary>Follows a stage's inputs back to the sensors; a circle is told once, at the input that closes it.</summary>
    private static void Follow(SourceNode stage, Dictionary<string, SourceNode> stages, List<SourceNode> way, HashSet<SourceNode> ended, ProblemList problems)
    {
        way.Add(stage);
        foreach (SourceNode input in InputsOf(stage))
        {
            if (input.Text is not { } name || !stages.TryGetValue(name, out SourceNode? source) || ended.Contains(source))
            {
                continue;
            }

            int first = way.IndexOf(source);
            if (first < 0)
            {
                Follow(source, stages, way, ended, problems);
            }
            else if (!problems.IsBad(input))
            {
                string circle = string.Join(" takes ", way[first..].Append(source).Select(static link => Shown.Quoted(link.TextOf("name")!)));
                problems.Add(input, $"the stages go round in a circle: {circle}; end the chain at a sensor's stream");
            }
        }

        way.RemoveAt(way.Count - 1);
        ended.Add(stage);
    }
}
