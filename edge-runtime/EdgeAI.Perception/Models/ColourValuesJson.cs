using System.Text.Json;
using System.Text.Json.Serialization;

namespace EdgeAI.Perception.Models;

/// <summary>Reads one number, or a list of one for each colour.</summary>
internal sealed class ColourValuesJson : JsonConverter<float[]>
{
    private const int MaxColours = 3;
    private const string Needed = "a number or a list of one for each colour is needed here";

    /// <inheritdoc/>
    public override float[] Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.Number && reader.TryGetSingle(out float single))
        {
            return [single];
        }

        List<float> values = [];
        if (reader.TokenType == JsonTokenType.StartArray)
        {
            while (reader.Read() && reader.TokenType == JsonTokenType.Number && values.Count < MaxColours && reader.TryGetSingle(out float value))
            {
                values.Add(value);
            }
        }

        return reader.TokenType == JsonTokenType.EndArray ? [.. values] : throw new JsonException(Needed);
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, float[] value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(value);
        writer.WriteStartArray();
        Array.ForEach(value, writer.WriteNumberValue);
        writer.WriteEndArray();
    }
}
