using EdgeAI.Profiles.Reading;

namespace EdgeAI.Profiles.Validation;

/// <summary>What is divided between threads: stages on threads that are there, queues that make none wait for another, models that one thread runs.</summary>
internal static class PartitionRules
{
    public static void Check(SourceNode profile, ProblemList problems)
    {
        string[] threads = [.. ProfileRules.NamesOf(profile.ItemsOf("threads"))];
        Dictionary<string, string> streams = ThreadsOfStreams(profile, threads);
        Dictionary<string, SourceNode> runners = new(StringComparer.Ordinal);
        SourceNode[] stages = [.. profile.ItemsOf("stages")];
        foreach (SourceNode stage in stages)
        {
            CheckThread(stage["thread"], threads, problems);
            if (stage.TextOf("model") is { } model && !runners.TryAdd(model, stage) && ThreadOf(stage, stages, streams) != ThreadOf(runners[model], stages, streams) && !problems.IsBad(stage))
            {
                SourceNode first = runners[model];
                problems.Add(stage["thread"] ?? stage, $"the model {Shown.Quoted(model)} is run by {ProblemList.PlaceOf(first, stage)} on another thread, and it has one place for its input; put both stages on one thread, or name the folder as a second model");
            }
        }

        foreach (SourceNode source in ProfileRules.SensorsOf(profile).Concat(stages))
        {
            CheckWaiting(source, stages, streams, problems);
        }
    }

    /// <summary>The thread that each stream is made on: a board's, or a stage's own, or that of the first stream that the stage takes.</summary>
    private static Dictionary<string, string> ThreadsOfStreams(SourceNode profile, string[] threads)
    {
        Dictionary<string, string> streams = new(StringComparer.Ordinal);
        foreach (SourceNode board in profile.ItemsOf("boards"))
        {
            string? name = (board.Referenced ?? board).TextOf("name");
            SourceNode? thread = profile.ItemsOf("threads").FirstOrDefault(thread => thread.ItemsOf("boards").Any(item => item.Text == name));
            foreach (string stream in ProfileRules.NamesOf(ProfileRules.SensorsOfBoard(board)))
            {
                streams.TryAdd(stream, thread?.TextOf("name") ?? threads.FirstOrDefault() ?? "");
            }
        }

        foreach (SourceNode camera in ProfileRules.CamerasOf(profile))
        {
            streams.TryAdd(camera.TextOf("name") ?? "", camera.TextOf("thread") ?? threads.FirstOrDefault() ?? "");
        }

        // Stages may stand in any order: one after the other becomes known as what it takes does.
        SourceNode[] stages = [.. profile.ItemsOf("stages")];
        for (int left = stages.Length; left > 0; left--)
        {
            foreach (SourceNode stage in stages)
            {
                if (stage.TextOf("name") is { } name && ThreadOf(stage, stages, streams) is { } thread)
                {
                    streams.TryAdd(name, thread);
                }
            }
        }

        return streams;
    }

    /// <summary>A stage's thread; null where it follows from nothing. An alternative runs where the stage does that it stands in for.</summary>
    private static string? ThreadOf(SourceNode stage, SourceNode[] stages, Dictionary<string, string> streams)
    {
        SourceNode running = stage.TextOf("name") is { } name && stages.FirstOrDefault(other => other.TextOf("alternative") == name) is { } own ? own : stage;
        return running.TextOf("thread") ?? (GraphRules.InputsOf(running).FirstOrDefault()?.Text is { } input ? streams.GetValueOrDefault(input) : null);
    }

    /// <summary>Checks that a thread is there.</summary>
    public static void CheckThread(SourceNode? thread, string[] threads, ProblemList problems)
    {
        if (thread?.Text is { } name && !threads.Contains(name) && !problems.IsBad(thread))
        {
            string mend = NearestName.Of(name, threads) is { } nearest ? $"did you mean {Shown.Quoted(nearest)}?" : "add it to $.threads";
            problems.Add(thread, $"there is no thread {Shown.Quoted(name)}; {mend}");
        }
    }

    /// <summary>A thread that waited for another one would hold up everything else that it does.</summary>
    private static void CheckWaiting(SourceNode source, SourceNode[] stages, Dictionary<string, string> streams, ProblemList problems)
    {
        if (source["queue"]?["policy"] is not { Text: "block" } policy || problems.IsBad(policy) || source.TextOf("name") is not { } name || !streams.TryGetValue(name, out string? thread))
        {
            return;
        }

        SourceNode? other = stages.FirstOrDefault(stage => GraphRules.InputsOf(stage).Any(input => input.Text == name) && ThreadOf(stage, stages, streams) is { } taker && taker != thread);
        if (other is not null)
        {
            problems.Add(policy, $"'block' would make one thread wait for another, on which {Shown.Quoted(other.TextOf("name") ?? "")} takes this stream; choose 'drop-oldest', or put both on one thread");
        }
    }
}
