using EdgeAI.Profiles.Reading;

namespace EdgeAI.Profiles.Validation;

/// <summary>Threads and their watchdog: a priority where it means something, limits in the order in which they are reached.</summary>
internal static class ThreadRules
{
    public static void Check(SourceNode profile, ProblemList problems)
    {
        UniqueNames names = new("each thread a name");
        foreach (SourceNode thread in profile.ItemsOf("threads").TakeWhile(_ => !problems.IsFull))
        {
            names.Add(thread["name"], problems);
            bool isFifo = thread.TextOf("scheduling") == "fifo";
            if (isFifo && thread["priority"] is null)
            {
                problems.Add(thread, "a 'fifo' thread needs 'priority', which is missing; add \"priority\": a whole number from 1 to 99");
            }
            else if (!isFifo && thread["priority"] is { } priority && !problems.IsBad(priority))
            {
                problems.Add(priority, "'priority' means nothing to a 'normal' thread; remove it, or write \"scheduling\": \"fifo\"");
            }
        }

        if (ProfileRules.HasList(profile, "boards") && !problems.IsFull)
        {
            CheckBoards(profile, problems);
        }

        if (profile["watchdog"] is { } watchdog)
        {
            CheckOrder(watchdog["warnMilliseconds"], watchdog["degradeMilliseconds"], problems);
            CheckOrder(watchdog["degradeMilliseconds"], watchdog["safeStateMilliseconds"], problems);
        }
    }

    private static void CheckBoards(SourceNode profile, ProblemList problems)
    {
        string[] known = [.. profile.ItemsOf("boards").Select(NameOf)];
        Dictionary<string, string> threads = new(StringComparer.Ordinal);
        UniqueNames once = new("each board a thread");
        foreach (SourceNode thread in profile.ItemsOf("threads"))
        {
            foreach (SourceNode board in thread.ItemsOf("boards").Where(board => board.Text is not null && !problems.IsBad(board)))
            {
                once.Add(board, problems);
                threads.TryAdd(board.Text!, thread.TextOf("name") ?? "");
                if (!known.Contains(board.Text))
                {
                    string mend = NearestName.Of(board.Text!, known) is { } nearest ? $"did you mean {Shown.Quoted(nearest)}?" : "name a board";
                    problems.Add(board, $"there is no board {Shown.Quoted(board.Text!)}; {mend}");
                }
            }
        }

        Dictionary<string, string> streams = new(StringComparer.Ordinal);
        string first = profile.ItemsOf("threads").FirstOrDefault()?.TextOf("name") ?? "";
        foreach (SourceNode board in profile.ItemsOf("boards"))
        {
            foreach (string stream in ProfileRules.NamesOf(ProfileRules.SensorsOfBoard(board)))
            {
                streams.TryAdd(stream, threads.GetValueOrDefault(NameOf(board), first));
            }
        }

        foreach (SourceNode camera in ProfileRules.CamerasOf(profile))
        {
            streams.TryAdd(camera.TextOf("name") ?? "", camera.TextOf("thread") ?? first);
        }

        SourceNode[] stages = [.. profile.ItemsOf("stages")];
        foreach (SourceNode stage in stages.Where(static stage => stage["thread"] is null).TakeWhile(_ => !problems.IsFull))
        {
            string[] crossed = [.. ThreadsOf(stage, stages, streams, []).Distinct(StringComparer.Ordinal)];
            if (crossed.Length > 1 && !problems.IsBad(stage))
            {
                problems.Add(stage, $"the stage takes from boards of the threads {string.Join(" and ", crossed.Select(static name => Shown.Quoted(name)))}; give these boards to one thread, or name the stage's own with 'thread'");
            }
        }
    }

    private static string NameOf(SourceNode board) => (board.Referenced ?? board).TextOf("name") ?? "";

    private static IEnumerable<string> ThreadsOf(SourceNode stage, SourceNode[] stages, Dictionary<string, string> streams, HashSet<SourceNode> seen)
    {
        if (!seen.Add(stage))
        {
            return [];
        }

        if (stage.TextOf("thread") is { } own)
        {
            return [own];
        }

        IEnumerable<string> inputs = stage.TextOf("input") is { } one ? [one] : stage.ItemsOf("inputs").Select(static input => input.Text).OfType<string>();
        return inputs.SelectMany(input => streams.TryGetValue(input, out string? thread)
            ? [thread]
            : stages.Where(source => source.TextOf("name") == input).SelectMany(source => ThreadsOf(source, stages, streams, seen)));
    }

    private static void CheckOrder(SourceNode? first, SourceNode? second, ProblemList problems)
    {
        if (first?.Number is { } earlier && second?.Number is { } later && later <= earlier && !problems.IsBad(first) && !problems.IsBad(second))
        {
            problems.Add(second, $"{second.Written} is not after {first.Name} ({first.Written}); the watchdog warns, then degrades, then declares the safe state: write a later one");
        }
    }
}
