using System.Globalization;
using EdgeAI.Profiles.Reading;

namespace EdgeAI.Profiles.Validation;

/// <summary>Rates: a stream that comes too seldom for what takes it would show as answers that never come.</summary>
internal static class RateRules
{
    private const double StandardWindow = 100;

    public static void Check(SourceNode profile, ProblemList problems)
    {
        StreamTable streams = new(profile);
        foreach (SourceNode stage in profile.ItemsOf("stages").TakeWhile(_ => !problems.IsFull))
        {
            if (StageRules.FactsOf(stage) is not { } facts)
            {
                continue;
            }

            SourceNode[] inputs = GraphRules.InputsOf(stage);
            if (facts.LongestGapMilliseconds is { } gap && inputs.FirstOrDefault() is { } only && PeriodOf(only, streams, problems) is { } period && period > gap)
            {
                problems.Add(only, Invariant($"a '{facts.Name}' stage starts anew after {gap:0.###} ms without a reading, and {Shown.Quoted(only.Text!)} gives one every {period:0.###} ms; have its sensor give {1000 / gap:0.###} a second or more"));
            }

            if (facts.Properties.Contains("join"))
            {
                CheckJoin(stage, inputs, streams, problems);
            }
        }
    }

    private static void CheckJoin(SourceNode stage, SourceNode[] inputs, StreamTable streams, ProblemList problems)
    {
        if (stage["joinWindowMilliseconds"] is { } written && problems.IsBad(written))
        {
            return;
        }

        double window = stage["joinWindowMilliseconds"]?.Number ?? StandardWindow;
        double lateness = stage["joinLatenessMilliseconds"]?.Number ?? 0;
        double allowed = stage["allowedAgeMilliseconds"]?.Number ?? double.PositiveInfinity;
        bool waits = stage.TextOf("join") == "reproducible";
        if (waits && lateness >= allowed && stage["joinLatenessMilliseconds"] is { } late && !problems.IsBad(late))
        {
            problems.Add(late, Invariant($"every answer would wait for {lateness:0.###} ms and then be older than 'allowedAgeMilliseconds' ({allowed:0.###}) allows; write less, or allow more"));
            return;
        }

        foreach (SourceNode input in inputs.Skip(1))
        {
            if (PeriodOf(input, streams, problems) is not { } period)
            {
                continue;
            }

            string says = Invariant($"{Shown.Quoted(input.Text!)} gives a reading every {period:0.###} ms");
            if (period > window)
            {
                problems.Add(stage["joinWindowMilliseconds"] ?? input, Invariant($"{says}, and a window of {window:0.###} ms can miss them all; write a 'joinWindowMilliseconds' of {Math.Ceiling(period)} or more, or raise the sensor's rate"));
            }
            else if (waits && period + lateness >= allowed)
            {
                problems.Add(input, Invariant($"{says}, and a reproducible join waits for the next one for longer than 'allowedAgeMilliseconds' ({allowed:0.###}) allows; allow more, raise the sensor's rate, or choose \"join\": \"greedy\""));
            }
        }
    }

    /// <summary>The shortest time between two readings of a stream, in milliseconds: its sensor's, times what its queue leaves out; null where nothing that is sound says it.</summary>
    private static double? PeriodOf(SourceNode input, StreamTable streams, ProblemList problems)
    {
        if (problems.IsBad(input) || streams.SourceOf(input.Text, static _ => true) is not { } sensor || sensor["rateHz"] is not { Number: > 0 } rate || problems.IsBad(rate))
        {
            return null;
        }

        double every = sensor["queue"]?["every"]?.Number ?? 1;
        return 1000 * Math.Max(1, every) / rate.Number.Value;
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
