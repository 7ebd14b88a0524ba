using System.Text.Json;
using System.Text.Json.Serialization;

namespace EdgeAI.Perception.Models;

/// <summary>Reads a list of names, or the word "coco" for that data set's 80.</summary>
internal sealed class ClassListJson : JsonConverter<string[]>
{
    private const string Needed = "a list of names or the word \"coco\" is needed here";

    /// <inheritdoc/>
    public override string[] Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String && reader.ValueTextEquals("coco"u8))
        {
            return [.. CocoClasses.Names];
        }

        List<string> names = [];
        if (reader.TokenType == JsonTokenType.StartArray)
        {
            while (reader.Read() && reader.TokenType == JsonTokenType.String)
            {
                names.Add(reader.GetString()!);
            }
        }

        return reader.TokenType == JsonTokenType.EndArray ? [.. names] : throw new JsonException(Needed);
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, string[] value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(value);
        writer.WriteStartArray();
        Array.ForEach(value, writer.WriteStringValue);
        writer.WriteEndArray();
    }
}
