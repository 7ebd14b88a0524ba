using System.Text.Json;
using System.Text.Json.Serialization;

namespace EdgeAI.Perception.Models;

/// <summary>Reads one of an enumeration's values by its word, such as letterbox-top-left, and says which words there are.</summary>
internal sealed class WordJson<T> : JsonConverter<T>
    where T : struct, Enum
{
    private static readonly string[] Words = [.. Enum.GetNames<T>().Select(JsonNamingPolicy.KebabCaseLower.ConvertName)];
    private static readonly T[] Values = Enum.GetValues<T>();

    /// <inheritdoc/>
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        int index = reader.TokenType == JsonTokenType.String ? Array.IndexOf(Words, reader.GetString()) : -1;
        return index >= 0 ? Values[index] : throw new JsonException($"one of {string.Join(", ", Words)} is needed here");
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStringValue(Words[Array.IndexOf(Values, value)]);
    }
}
