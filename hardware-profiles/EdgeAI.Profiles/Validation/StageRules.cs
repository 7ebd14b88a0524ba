using EdgeAI.Profiles.Boards;
using EdgeAI.Profiles.Reading;
using EdgeAI.Profiles.Stages;

namespace EdgeAI.Profiles.Validation;

/// <summary>Stages: what the kind needs, an input that gives it, a model that is there.</summary>
internal static class StageRules
{
    private static readonly string[] OwnedProperties = [.. StageFacts.All.SelectMany(static facts => facts.Properties).Distinct()];

    public static void Check(SourceNode profile, ProblemList problems)
    {
        UniqueNames models = new("each model a name");
        foreach (SourceNode model in profile.ItemsOf("models"))
        {
            models.Add(model["name"], problems);
        }

        HashSet<string> modelNames = [.. ProfileRules.NamesOf(profile.ItemsOf("models"))];
        HashSet<string> stageNames = [.. ProfileRules.NamesOf(profile.ItemsOf("stages"))];
        Dictionary<string, SourceNode> sensors = [];
        foreach (SourceNode sensor in ProfileRules.SensorsOf(profile))
        {
            sensors.TryAdd(sensor.TextOf("name") ?? "", sensor);
        }

        foreach (SourceNode stage in profile.ItemsOf("stages").TakeWhile(_ => !problems.IsFull))
        {
            if (ProfileRules.HasList(profile, "models"))
            {
                CheckModel(stage["model"], modelNames, problems);
            }

            StageFacts? facts = StageFacts.All.FirstOrDefault(facts => facts.Name == stage.TextOf("kind"));
            if (facts is not null)
            {
                OwnProperties.Check(stage, $"a '{facts.Name}' stage", facts.Properties, [], OwnedProperties, problems);
            }

            if (ProfileRules.HasList(profile, "boards"))
            {
                CheckInput(stage, facts, sensors, stageNames, problems);
            }
        }
    }

    private static void CheckModel(SourceNode? model, HashSet<string> names, ProblemList problems)
    {
        if (model?.Text is { } name && !names.Contains(name) && !problems.IsBad(model))
        {
            string mend = NearestName.Of(name, names) is { } nearest ? $"did you mean {Shown.Quoted(nearest)}?" : "add it to $.models";
            problems.Add(model, $"there is no model {Shown.Quoted(name)}; {mend}");
        }
    }

    private static void CheckInput(SourceNode stage, StageFacts? facts, Dictionary<string, SourceNode> sensors, HashSet<string> stageNames, ProblemList problems)
    {
        if (stage["input"] is not { Text: { } name } input || problems.IsBad(input))
        {
            return;
        }

        if (!sensors.TryGetValue(name, out SourceNode? source))
        {
            string mend = NearestName.Of(name, sensors.Keys) is { } nearest ? $"did you mean {Shown.Quoted(nearest)}?" : "name a sensor's stream";
            problems.Add(input, stageNames.Contains(name)
                ? $"{Shown.Quoted(name)} is a stage's stream, and a stage takes readings, not decisions; name a sensor's stream"
                : $"there is no stream {Shown.Quoted(name)}; {mend}");
        }
        else if (facts is not null && DriverFacts.All.FirstOrDefault(driver => driver.Name == source.TextOf("driver")) is { } driver)
        {
            CheckFit(stage, facts, source, driver, problems);
        }
    }

    private static void CheckFit(SourceNode stage, StageFacts facts, SourceNode source, DriverFacts driver, ProblemList problems)
    {
        SourceNode input = stage["input"]!;
        string stream = Shown.Quoted(input.Text!);
        if (driver.Message != facts.Input)
        {
            problems.Add(input, $"a '{facts.Name}' stage takes {facts.Input}, but {stream} ('{driver.Name}') gives {driver.Message}; name a stream of {facts.Input}");
        }
        else if (facts.NeedsTouchDecision && !driver.DecidesTouch)
        {
            problems.Add(input, $"a '{facts.Name}' stage takes the chip's own decision on touch, and {stream} ('{driver.Name}') makes none; name a stream of 'mpr121'");
        }
        else if (facts.NeedsNewton && source["calibration"]?["unit"] is { Text: { } written } unit && written != "newton" && !problems.IsBad(unit))
        {
            problems.Add(input, $"a '{facts.Name}' stage compares newton, and {stream} is calibrated in {Shown.Quoted(written)}; calibrate the sensor with \"unit\": \"newton\"");
        }

        if (stage["activity"] is { Text: { } watched } activity && source["activity"] is { Text: { } simulated } made && watched != simulated && !problems.IsBad(activity) && !problems.IsBad(made))
        {
            problems.Add(activity, $"the stage watches for {Shown.Quoted(watched)}, and {stream} simulates {Shown.Quoted(simulated)}; name the same activity in both");
        }
    }
}
