using EdgeAI.Profiles.Reading;

namespace EdgeAI.Profiles.Validation;

/// <summary>Which thread does what: threads that are there, queues between threads that make neither wait, models that one thread runs.</summary>
internal static class PartitionRules
{
    public static void Check(SourceNode profile, ProblemList problems)
    {
        string[] threads = [.. ProfileRules.NamesOf(profile.ItemsOf("threads"))];
        SourceNode[] stages = [.. profile.ItemsOf("stages")];
        foreach (SourceNode user in profile.ItemsOf("boards").Concat(stages))
        {
            CheckThread(user["thread"], threads, problems);
        }

        foreach (SourceNode board in profile.ItemsOf("boards"))
        {
            foreach (SourceNode sensor in ProfileRules.SensorsOfBoard(board))
            {
                CheckWaiting(sensor, ThreadOf(board, threads), stages, threads, problems);
            }
        }

        Dictionary<string, SourceNode> runners = new(StringComparer.Ordinal);
        foreach (SourceNode stage in stages)
        {
            CheckWaiting(stage, ThreadOf(stage, threads), stages, threads, problems);
            if (stage.TextOf("model") is { } model && !runners.TryAdd(model, stage) && ThreadOf(stage, threads) != ThreadOf(runners[model], threads) && !problems.IsBad(stage))
            {
                SourceNode first = runners[model];
                problems.Add(stage["thread"] ?? stage, $"the model {Shown.Quoted(model)} is run by {ProblemList.PlaceOf(first, stage)} on another thread, and it has one place for its input; put both stages on one thread, or name the folder as a second model");
            }
        }
    }

    /// <summary>The thread of a board or stage; the first where it names none, and one without a name where there are none.</summary>
    private static string ThreadOf(SourceNode user, string[] threads) => user.TextOf("thread") ?? threads.FirstOrDefault() ?? "";

    private static void CheckThread(SourceNode? thread, string[] threads, ProblemList problems)
    {
        if (thread?.Text is { } name && !threads.Contains(name) && !problems.IsBad(thread))
        {
            string mend = NearestName.Of(name, threads) is { } nearest ? $"did you mean {Shown.Quoted(nearest)}?" : "add it to $.threads";
            problems.Add(thread, $"there is no thread {Shown.Quoted(name)}; {mend}");
        }
    }

    /// <summary>A thread that waited for another one would hold up everything else that it does.</summary>
    private static void CheckWaiting(SourceNode source, string thread, SourceNode[] stages, string[] threads, ProblemList problems)
    {
        if (source["queue"]?["policy"] is not { Text: "block" } policy || problems.IsBad(policy) || source.TextOf("name") is not { } name)
        {
            return;
        }

        SourceNode? other = stages.FirstOrDefault(stage => GraphRules.InputsOf(stage).Any(input => input.Text == name) && ThreadOf(stage, threads) != thread);
        if (other is not null)
        {
            problems.Add(policy, $"'block' would make one thread wait for another, on which {Shown.Quoted(other.TextOf("name") ?? "")} takes this stream; choose 'drop-oldest', or put both on one thread");
        }
    }
}
