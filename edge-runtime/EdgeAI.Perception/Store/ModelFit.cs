using EdgeAI.Perception.Models;
using EdgeAI.Perception.Sessions;

namespace EdgeAI.Perception.Store;

/// <summary>Whether a model can take another's place in a stage that runs: the same inputs, the same outputs, the same classes.</summary>
public static class ModelFit
{
    /// <summary>The first difference, in one phrase; empty where there is none.</summary>
    public static string DifferenceOf(Model current, Model candidate)
    {
        ArgumentNullException.ThrowIfNull(current);
        ArgumentNullException.ThrowIfNull(candidate);
        string difference = DifferenceOf(new SessionRun(current.Session), new SessionRun(candidate.Session));
        if (difference.Length > 0)
        {
            return difference;
        }

        // What a stage takes from the statistics once, when it is made: its window's pace, and whether it watches for values that stand still.
        return current.Statistics?.PeriodNanoseconds != candidate.Statistics?.PeriodNanoseconds || (current.Statistics?.IsRestless ?? false) != (candidate.Statistics?.IsRestless ?? false)
            ? "its training states another period, or other values that stand still"
            : DifferenceOf(current.Card, candidate.Card);
    }

    private static string DifferenceOf(SessionRun current, SessionRun candidate)
    {
        string inputs = DifferenceOf("input", current.Inputs, candidate.Inputs);
        return inputs.Length > 0 ? inputs : DifferenceOf("output", current.OutputSpecs, candidate.OutputSpecs);
    }

    private static string DifferenceOf(ModelCard current, ModelCard candidate)
    {
        if (!current.Classes.SequenceEqual(candidate.Classes))
        {
            return "its card lists other classes";
        }

        if (TextOf(current.Image) != TextOf(candidate.Image))
        {
            return "its card has images become inputs otherwise";
        }

        if (current.Head != candidate.Head || current.ScoreThreshold != candidate.ScoreThreshold || current.OverlapThreshold != candidate.OverlapThreshold)
        {
            return "its card names another head, or other thresholds";
        }

        foreach ((ModelOutput mine, ModelOutput theirs) in current.Outputs.Zip(candidate.Outputs))
        {
            if (mine.Name != theirs.Name || !mine.Labels.SequenceEqual(theirs.Labels))
            {
                return $"output '{theirs.Name}' tells {string.Join(", ", theirs.Labels)} where '{mine.Name}' tells {string.Join(", ", mine.Labels)}";
            }
        }

        return "";
    }

    private static string DifferenceOf(string what, IReadOnlyList<TensorSpec> current, IReadOnlyList<TensorSpec> candidate)
    {
        if (current.Count != candidate.Count)
        {
            return $"it has {candidate.Count} {what}s where {current.Count} are used";
        }

        foreach ((TensorSpec mine, TensorSpec theirs) in current.Zip(candidate))
        {
            if (mine.Name != theirs.Name || mine.Element != theirs.Element || !mine.Shape.SequenceEqual(theirs.Shape))
            {
                return $"{what} is {TextOf(theirs)} where {TextOf(mine)} is used";
            }
        }

        return "";
    }

    private static string TextOf(ModelImage? image) => image is null
        ? ""
        : FormattableString.Invariant($"{image.Fit} {image.Colours} [{string.Join(' ', image.Mean ?? [])}] [{string.Join(' ', image.Scale ?? [])}] {image.Padding} {image.AveragesArea} {image.IsPlanar}");

    private static string TextOf(TensorSpec spec) => $"'{spec.Name}' {spec.Element.ToString().ToLowerInvariant()} [{string.Join(", ", spec.Shape)}]";
}
