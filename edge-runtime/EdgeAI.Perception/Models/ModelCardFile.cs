using System.Text.Json;

namespace EdgeAI.Perception.Models;

/// <summary>Reads card.json and says in one line where it is wrong.</summary>
internal static class ModelCardFile
{
    private const long MaxBytes = 1 << 20;
    private const string Again = "restore it from version control or write it again with edge-runtime/training/train.sh";
    private const string ByHand = "mend it by edge-runtime/SESSIONS.md, \"The card\"";

    /// <summary>What to do about a bad card: a trained one is written by a command, a short one by hand.</summary>
    public static string MendOf(string? format) => format == ModelCard.ShortFormat ? ByHand : Again;

    /// <summary>The card as it stands in the file; null, with one line, where there is none.</summary>
    public static ModelCard? Read(string path, out string problem)
    {
        byte[] content = [];
        try
        {
            // A pipe or a device has no length, and opening one may wait for ever.
            long length = new FileInfo(path).Length;
            if (length is 0 or > MaxBytes)
            {
                problem = length == 0 ? $"{path}: is empty, or no regular file: {Again}" : $"{path}: {length} bytes, more than the {MaxBytes} that a card may have: {Again}";
                return null;
            }

            using FileStream file = File.OpenRead(path);
            content = new byte[length];
            file.ReadExactly(content);
            ReadOnlySpan<byte> text = content.AsSpan().StartsWith("\uFEFF"u8) ? content.AsSpan(3) : content;
            ModelCard? card = JsonSerializer.Deserialize(text, ModelCardJson.Default.ModelCard);
            problem = card is null ? $"{path}: $: is null: {Again}" : "";
            return card;
        }
        catch (JsonException error)
        {
            problem = $"{path}:{error.LineNumber + 1}: {error.Path ?? "$"}: {ReasonOf(error)}: {MendOf(FormatOf(content))}";
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            problem = $"{path}: cannot be read ({ReasonOf(error)}): {Again}";
        }

        return null;
    }

    // A card that cannot be read whole may still say which format it is.
    private static string? FormatOf(byte[] content)
    {
        Utf8JsonReader reader = new(content);
        try
        {
            while (reader.Read() && reader.CurrentDepth <= 1)
            {
                if (reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("format"u8))
                {
                    return reader.Read() && reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
                }
            }
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return null;
        }

        return null;
    }

    /// <summary>The first line of a message, without the place that the line already names, type names of ours and the full stop.</summary>
    private static string ReasonOf(Exception error)
    {
        const string missing = "was missing required properties including:";
        const string unknown = "could not be mapped to any .NET member";
        string text = error.Message.Split('\n')[0];
        if (text.Contains("could not be converted to", StringComparison.Ordinal))
        {
            return "a value of another type is needed here";
        }

        if (text.Contains(unknown, StringComparison.Ordinal))
        {
            return "has a property that no card has";
        }

        int names = text.IndexOf(missing, StringComparison.Ordinal);
        text = names < 0 ? text : "lacks" + text[(names + missing.Length)..];
        int place = text.IndexOf(" Path: ", StringComparison.Ordinal);
        return (place < 0 ? text : text[..place]).TrimEnd('.', '\r', ' ');
    }
}
