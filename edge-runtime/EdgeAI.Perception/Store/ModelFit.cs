using EdgeAI.Perception.Models;
using EdgeAI.Perception.Sessions;

namespace EdgeAI.Perception.Store;

/// <summary>Whether a model can take another's place in a stage that runs: the same inputs, the same outputs, the same classes.</summary>
public static class ModelFit
{
    /// <summary>The first difference, in one phrase; empty where there is none.</summary>
    public static string DifferenceOf(IModelRun current, IModelRun candidate)
    {
        ArgumentNullException.ThrowIfNull(current);
        ArgumentNullException.ThrowIfNull(candidate);
        string inputs = DifferenceOf("input", current.Inputs, candidate.Inputs);
        return inputs.Length > 0 ? inputs : DifferenceOf("output", current.OutputSpecs, candidate.OutputSpecs);
    }

    /// <summary>The first difference between what two cards call their classes, in one phrase; empty where there is none.</summary>
    public static string DifferenceOf(ModelCard current, ModelCard candidate)
    {
        ArgumentNullException.ThrowIfNull(current);
        ArgumentNullException.ThrowIfNull(candidate);
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
