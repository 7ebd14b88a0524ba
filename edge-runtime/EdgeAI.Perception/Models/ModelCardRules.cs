using EdgeAI.Device.Messages;
using EdgeAI.Perception.Sessions;

namespace EdgeAI.Perception.Models;

/// <summary>What must hold in a card beyond its types.</summary>
internal static class ModelCardRules
{
    private const int MaxElements = 1 << 24;
    private const int MaxClasses = 65536;
    private const string OfHeads = "abcdefghijklmnopqrstuvwxyz0123456789-";

    /// <summary>The first fault, with its place; null where there is none.</summary>
    public static string? FaultOf(ModelCard card) =>
        card.Format switch
        {
            ModelCard.FullFormat => MissingOf(card),
            ModelCard.ShortFormat when card.Others?.Keys.FirstOrDefault(static key => key != "$schema") is { } other =>
                $"$.{other}: is no property of a card",
            ModelCard.ShortFormat => null,
            _ => $"$.format: \"{card.Format}\" is neither \"{ModelCard.FullFormat}\" nor \"{ModelCard.ShortFormat}\"",
        }
        ?? NullFault(card)
        ?? FileFault(card)
        ?? ShapesFault(card)
        ?? InputFault(card.Input)
        ?? card.Outputs.Select(FaultOf).FirstOrDefault(static fault => fault is not null)
        ?? DetectorFault(card);

    /// <summary>Whether a list of sizes can be a tensor's: positive, and not more elements than any model here takes.</summary>
    private static bool IsShape(int[] shape, bool mayBeOpen)
    {
        long elements = 1;
        foreach (int size in shape)
        {
            elements *= size == -1 && mayBeOpen ? 1 : size is > 0 and <= MaxElements ? size : long.MaxValue / MaxElements;
            if (elements > MaxElements)
            {
                return false;
            }
        }

        return shape.Length > 0;
    }

    // A trained model's card tells everything.
    private static string? MissingOf(ModelCard card)
    {
        (string Name, bool IsThere)[] needed =
        [
            ("task", card.Task.Length > 0), ("bytes", card.Bytes is not null), ("sha256", card.Sha256 is not null), ("opset", card.Opset is not null), ("input", card.Input is not null),
            ("method", card.Method.Length > 0), ("data", card.Data is not null), ("split", card.Split != ModelSplit.Unknown), ("metrics", card.Metrics.Length > 0),
            ("limits", card.Limits.Length > 0), ("command", card.Command.Length > 0),
        ];
        string[] missing = [.. needed.Where(static entry => !entry.IsThere).Select(static entry => $"'{entry.Name}'")];
        return missing.Length > 0 ? $"$: lacks {string.Join(", ", missing)}" : card.Outputs.Length == 0 ? "$.outputs: is empty" : null;
    }

    // What the types say holds for properties alone; a list may still hold a null.
    private static string? NullFault(ModelCard card)
    {
        (string Name, object?[] Items)[] lists = [("outputs", card.Outputs), ("metrics", card.Metrics), ("limits", card.Limits), ("generators", card.Generators), ("split.objects", card.Split.Objects)];
        foreach ((string name, object?[] items) in lists)
        {
            if (Array.IndexOf(items, null) is >= 0 and int index)
            {
                return $"$.{name}[{index}]: is null";
            }
        }

        int output = Array.FindIndex(card.Outputs, static output => Array.IndexOf(output.Labels, null) >= 0);
        if (output >= 0)
        {
            return $"$.outputs[{output}].labels: one is null";
        }

        return card.Split.Indexes.FirstOrDefault(static entry => entry.Value is null).Key is { } key ? $"$.split.indexes.{key}: is null" : null;
    }

    private static string? FileFault(ModelCard card)
    {
        if (card.Name.Length == 0)
        {
            return "$.name: is empty";
        }

        if (card.File.Length == 0 || card.File is "." or ".." || Path.GetFileName(card.File) != card.File || card.File.Contains('\0', StringComparison.Ordinal))
        {
            return $"$.file: \"{card.File}\" is not the name of a file in the card's folder";
        }

        return card.Sha256 is { } digest && (digest.Length != 2 * Classification.DigestLength || !digest.All(char.IsAsciiHexDigit))
            ? "$.sha256: is not 64 hexadecimal digits"
            : null;
    }

    private static string? ShapesFault(ModelCard card)
    {
        foreach ((string name, int[]? shape) in card.Shapes)
        {
            if (shape is null || !IsShape(shape, mayBeOpen: true))
            {
                return $"$.shapes.{name}: is not a list of sizes above 0 (-1 for one that stays open) with at most {MaxElements} elements";
            }
        }

        return null;
    }

    private static string? InputFault(ModelInput? input)
    {
        if (input is null)
        {
            return null;
        }

        if (!ElementType.Words.Contains(input.Type))
        {
            return $"$.input.type: \"{input.Type}\" is none of {string.Join(", ", ElementType.Words)}";
        }

        return IsShape(input.Shape, mayBeOpen: false) && input.Shape.Length >= 2 && input.Shape[0] == 1
            ? null
            : "$.input.shape: is not a list of positive sizes that begins with 1";
    }

    private static string? FaultOf(ModelOutput output, int index)
    {
        if (!IsShape(output.Shape, mayBeOpen: false) || output.Shape.Length != 2 || output.Shape[0] != 1)
        {
            return $"$.outputs[{index}].shape: is not [1, number of labels]";
        }

        if (output.Labels.Length is 0 or > Classification.MaxClasses)
        {
            return $"$.outputs[{index}].labels: has {output.Labels.Length} labels where 1 to {Classification.MaxClasses} fit a message";
        }

        return output.Shape[1] == output.Labels.Length
            ? null
            : $"$.outputs[{index}].shape: has room for {output.Shape[1]} classes where {output.Labels.Length} are labelled";
    }

    private static string? DetectorFault(ModelCard card)
    {
        if (card.Head is { } head && (head.Length == 0 || head.Any(static letter => !OfHeads.Contains(letter, StringComparison.Ordinal))))
        {
            return $"$.head: \"{head}\" is no head's name; leave it out and it is recognised from the graph";
        }

        if (card.Classes.Length > MaxClasses)
        {
            return $"$.classes: has {card.Classes.Length} names where {MaxClasses} fit a message";
        }

        if (card.ScoreThreshold is < 0 or > 1)
        {
            return "$.scoreThreshold: is not from 0 to 1";
        }

        return card.OverlapThreshold is < 0 or > 1 ? "$.overlapThreshold: is not from 0 to 1" : card.Image?.Fault();
    }
}
