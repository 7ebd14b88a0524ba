using System.Text.Json;
using EdgeAI.Device.Messages;

namespace EdgeAI.Perception.Models;

/// <summary>A model's card: what it takes, what it answers, what it was trained and measured on, and where it fails.</summary>
public sealed class ModelCard
{
    /// <summary>The file's name in a model's folder.</summary>
    public const string FileName = "card.json";

    /// <summary>The only format that is read.</summary>
    public const string SupportedFormat = "edgeai-model-card/1";

    private const long MaxBytes = 1 << 20;
    private const int MaxElements = 1 << 24;
    private const string Mend = "restore it from version control or write it again with edge-runtime/training/train.sh";

    /// <summary>The card's format, <see cref="SupportedFormat"/>.</summary>
    public required string Format { get; init; }

    /// <summary>The model's name.</summary>
    public required string Name { get; init; }

    /// <summary>What it decides, in one sentence.</summary>
    public required string Task { get; init; }

    /// <summary>The model file, in the card's folder.</summary>
    public required string File { get; init; }

    /// <summary>The model file's length in bytes.</summary>
    public required long Bytes { get; init; }

    /// <summary>SHA-256 of the model file, 64 hexadecimal digits.</summary>
    public required string Sha256 { get; init; }

    /// <summary>The version of ONNX's default operator set.</summary>
    public required int Opset { get; init; }

    /// <summary>The tensor that it takes.</summary>
    public required ModelInput Input { get; init; }

    /// <summary>Its heads.</summary>
    public required ModelOutput[] Outputs { get; init; }

    /// <summary>How it works, in words.</summary>
    public required string Method { get; init; }

    /// <summary>What it was trained on.</summary>
    public required ModelData Data { get; init; }

    /// <summary>What it never saw.</summary>
    public required ModelSplit Split { get; init; }

    /// <summary>What was measured.</summary>
    public required ModelMetric[] Metrics { get; init; }

    /// <summary>Where it fails.</summary>
    public required string[] Limits { get; init; }

    /// <summary>Generators of inputs for simulated boards.</summary>
    public required ModelGenerator[] Generators { get; init; }

    /// <summary>The command that trains it again and measures it.</summary>
    public required string Command { get; init; }

    /// <summary>Reads and checks a card. Never throws for what the file holds.</summary>
    /// <param name="path">The card's path.</param>
    /// <param name="card">The card, or null.</param>
    /// <param name="problem">One line that names the file, the place in it and the mend; empty on success.</param>
    public static bool TryLoad(string path, out ModelCard? card, out string problem)
    {
        card = null;
        try
        {
            using FileStream file = System.IO.File.OpenRead(path);
            if (file.Length > MaxBytes)
            {
                problem = $"{path}: {file.Length} bytes, more than the {MaxBytes} that a card may have: {Mend}";
                return false;
            }

            card = JsonSerializer.Deserialize(file, ModelCardJson.Default.ModelCard);
        }
        catch (JsonException error)
        {
            problem = $"{path}:{error.LineNumber + 1}: {error.Path ?? "$"}: {ReasonOf(error)}: {Mend}";
            return false;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            problem = $"{path}: cannot be read ({ReasonOf(error)}): {Mend}";
            return false;
        }

        string? fault = card is null ? "$: is null" : FaultOf(card);
        problem = fault is null ? "" : $"{path}: {fault}: {Mend}";
        card = fault is null ? card : null;
        return card is not null;
    }

    private static string? FaultOf(ModelCard card)
    {
        if (card.Format != SupportedFormat)
        {
            return $"$.format: \"{card.Format}\" is not \"{SupportedFormat}\"";
        }

        if (card.File.Length == 0 || Path.GetFileName(card.File) != card.File)
        {
            return $"$.file: \"{card.File}\" is not the name of a file in the card's folder";
        }

        if (card.Sha256.Length != 2 * Classification.DigestLength || !card.Sha256.All(char.IsAsciiHexDigit))
        {
            return "$.sha256: is not 64 hexadecimal digits";
        }

        if (card.Input.Type != "float32")
        {
            return $"$.input.type: \"{card.Input.Type}\" is not \"float32\"";
        }

        if (!IsShape(card.Input.Shape))
        {
            return "$.input.shape: is not a list of positive sizes that begins with 1";
        }

        return card.Outputs.Length == 0 ? "$.outputs: is empty" : card.Outputs.Select(FaultOf).FirstOrDefault(static fault => fault is not null);
    }

    private static string? FaultOf(ModelOutput output, int index)
    {
        if (!IsShape(output.Shape) || output.Shape.Length != 2)
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

    private static bool IsShape(int[] shape)
    {
        long elements = 1;
        foreach (int size in shape)
        {
            elements = size is > 0 and <= MaxElements ? elements * size : long.MaxValue;
            if (elements > MaxElements)
            {
                return false;
            }
        }

        return shape.Length >= 2 && shape[0] == 1;
    }

    /// <summary>The first line of a message, without the place that the line already names, type names of ours and the full stop.</summary>
    private static string ReasonOf(Exception error)
    {
        const string missing = "was missing required properties including:";
        string text = error.Message.Split('\n')[0];
        if (text.Contains("could not be converted to", StringComparison.Ordinal))
        {
            return "a value of another type is needed here";
        }

        int names = text.IndexOf(missing, StringComparison.Ordinal);
        text = names < 0 ? text : "lacks" + text[(names + missing.Length)..];
        int place = text.IndexOf(" Path: ", StringComparison.Ordinal);
        return (place < 0 ? text : text[..place]).TrimEnd('.', '\r', ' ');
    }
}
