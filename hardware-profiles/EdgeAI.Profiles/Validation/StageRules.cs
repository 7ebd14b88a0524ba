using EdgeAI.Profiles.Reading;
using EdgeAI.Profiles.Stages;

namespace EdgeAI.Profiles.Validation;

/// <summary>Stages: what the kind needs, a model that is there; what they take from each other and from sensors is for <see cref="GraphRules"/>.</summary>
internal static class StageRules
{
    private static readonly string[] OwnedProperties = ["input", "inputs", .. StageFacts.All.SelectMany(static facts => facts.Properties.Concat(facts.OptionalProperties)).Distinct()];

    public static void Check(SourceNode profile, ProblemList problems)
    {
        UniqueNames models = new("each model a name");
        foreach (SourceNode model in profile.ItemsOf("models"))
        {
            models.Add(model["name"], problems);
            CheckPlace(model, problems);
        }

        HashSet<string> modelNames = [.. ProfileRules.NamesOf(profile.ItemsOf("models"))];
        foreach (SourceNode stage in profile.ItemsOf("stages").TakeWhile(_ => !problems.IsFull))
        {
            if (ProfileRules.HasList(profile, "models"))
            {
                CheckModel(stage["model"], modelNames, problems);
            }

            SensorRules.CheckQueue(stage["queue"], problems);
            if (FactsOf(stage) is { } facts)
            {
                string[] needed = [facts.Inputs.Count == 1 ? "input" : "inputs", .. facts.Properties];
                OwnProperties.Check(stage, $"a '{facts.Name}' stage", needed, facts.OptionalProperties, OwnedProperties, problems);
            }
        }

        if (ProfileRules.HasList(profile, "boards"))
        {
            GraphRules.Check(profile, problems);
            StageFrameRules.Check(profile, problems);
            QuantityRules.Check(profile, problems);
            RateRules.Check(profile, problems);
        }
    }

    /// <summary>The facts of a stage's kind, null where it names none that is known.</summary>
    public static StageFacts? FactsOf(SourceNode stage) => StageFacts.All.FirstOrDefault(facts => facts.Name == stage.TextOf("kind"));

    private static void CheckPlace(SourceNode model, ProblemList problems)
    {
        if (!problems.IsBad(model) && (model["folder"] is null) == (model["stored"] is null))
        {
            problems.Add(model, "a model lies in a folder or in the model store; give it one of 'folder' and 'stored'");
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
}
