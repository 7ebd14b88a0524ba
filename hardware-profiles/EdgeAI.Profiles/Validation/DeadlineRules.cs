using EdgeAI.Profiles.Reading;

namespace EdgeAI.Profiles.Validation;

/// <summary>Deadlines of stages: what is done about a miss has what it needs, and an alternative can stand in for its stage.</summary>
internal static class DeadlineRules
{
    public static void Check(SourceNode profile, ProblemList problems)
    {
        SourceNode[] stages = [.. profile.ItemsOf("stages")];
        HashSet<string> sensors = [.. ProfileRules.NamesOf(ProfileRules.SensorsOf(profile).Concat(ProfileRules.CamerasOf(profile)))];
        foreach (SourceNode stage in stages.TakeWhile(_ => !problems.IsFull))
        {
            CheckOwn(stage, problems);
            if (stage["alternative"] is { Text: { } name } alternative && !problems.IsBad(alternative))
            {
                CheckAlternative(stage, alternative, name, stages, problems);
            }

            if (stage["deadlineMilliseconds"] is { } unkept && stage.TextOf("join") == "reproducible" && !problems.IsBad(unkept))
            {
                problems.Add(unkept, "a stage with \"join\": \"reproducible\" answers after it has waited for its other inputs, which a deadline does not see; remove it: 'allowedAgeMilliseconds' bounds that wait");
            }
            else if (stage["deadlineMilliseconds"] is { } deadline && ProfileRules.HasList(profile, "boards") && InputsOf(stage).Any(input => stages.Any(source => source.TextOf("name") == input) && !sensors.Contains(input)))
            {
                problems.Add(deadline, "a stage that takes another stage's answers is late when that one is; give the deadline to the stage that takes the sensor");
            }
        }
    }

    private static void CheckOwn(SourceNode stage, ProblemList problems)
    {
        string handling = stage.TextOf("onMiss") ?? "count";
        if (stage["deadlineMilliseconds"] is null)
        {
            Refuse(stage, ["onMiss", "alternative", "calmMilliseconds"], "without 'deadlineMilliseconds'", problems);
        }
        else if (handling != "degrade")
        {
            Refuse(stage, ["alternative", "calmMilliseconds"], $"where \"onMiss\" is \"{handling}\"", problems);
        }
        else if (stage["alternative"] is null)
        {
            problems.Add(stage["onMiss"]!, "a stage that degrades needs 'alternative', which is missing; name a cheaper stage with the same input");
        }
    }

    private static void Refuse(SourceNode stage, string[] names, string where, ProblemList problems)
    {
        foreach (SourceNode value in names.Select(name => stage[name]).OfType<SourceNode>().Where(value => !problems.IsBad(value)))
        {
            problems.Add(value.Source, value.NameOffset, value.Path, $"'{value.Name}' means nothing {where}; remove it");
        }
    }

    private static void CheckAlternative(SourceNode stage, SourceNode alternative, string name, SourceNode[] stages, ProblemList problems)
    {
        SourceNode? other = stages.FirstOrDefault(candidate => candidate.TextOf("name") == name);
        if (other is null)
        {
            string mend = NearestName.Of(name, ProfileRules.NamesOf(stages)) is { } nearest ? $"did you mean {Shown.Quoted(nearest)}?" : "name a stage";
            problems.Add(alternative, $"there is no stage {Shown.Quoted(name)}; {mend}");
        }
        else if (other == stage || other["alternative"] is not null)
        {
            problems.Add(alternative, $"{Shown.Quoted(name)} cannot stand in: {(other == stage ? "it is the stage itself" : "it has an alternative of its own")}; name a cheaper stage that has none");
        }
        else if (stages.First(candidate => candidate.TextOf("alternative") == name) is { } first && first != stage)
        {
            problems.Add(alternative, $"{Shown.Quoted(name)} stands in for {ProblemList.PlaceOf(first, stage)} already, and it cannot run for both; name another stage");
        }
        else if (!InputsOf(other).SequenceEqual(InputsOf(stage)))
        {
            problems.Add(alternative, $"{Shown.Quoted(name)} cannot stand in: it takes other inputs; name a stage with the same input");
        }
        else if (other["thread"] is { } thread && !problems.IsBad(thread))
        {
            problems.Add(thread.Source, thread.NameOffset, thread.Path, $"'thread' means nothing to a stage that stands in for another: it runs where {ProblemList.PlaceOf(stage, other)} does; remove it");
        }
    }

    private static string[] InputsOf(SourceNode stage) => stage.TextOf("input") is { } one ? [one] : [.. stage.ItemsOf("inputs").Select(static input => input.Text).OfType<string>()];
}
