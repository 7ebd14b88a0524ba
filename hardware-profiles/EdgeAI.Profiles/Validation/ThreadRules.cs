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

        if (profile["watchdog"] is { } watchdog)
        {
            CheckOrder(watchdog["warnMilliseconds"], watchdog["degradeMilliseconds"], problems);
            CheckOrder(watchdog["degradeMilliseconds"], watchdog["safeStateMilliseconds"], problems);
        }
    }

    private static void CheckOrder(SourceNode? first, SourceNode? second, ProblemList problems)
    {
        if (first?.Number is { } earlier && second?.Number is { } later && later <= earlier && !problems.IsBad(first) && !problems.IsBad(second))
        {
            problems.Add(second, $"{second.Written} is not after {first.Name} ({first.Written}); the watchdog warns, then degrades, then declares the safe state: write a later one");
        }
    }
}
