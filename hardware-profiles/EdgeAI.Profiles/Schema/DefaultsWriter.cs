using System.Text.Json;
using EdgeAI.Profiles.Reading;

namespace EdgeAI.Profiles.Schema;

/// <summary>Writes a checked document with the schema's defaults in the place of what it leaves out: the one place where a default takes effect.</summary>
internal static class DefaultsWriter
{
    /// <summary>Writes a value that <see cref="SchemaChecker"/> found nothing wrong with.</summary>
    public static void WriteWithDefaults(this SchemaNode schema, SourceNode node, Utf8JsonWriter writer)
    {
        switch (node.Kind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach ((string name, SchemaNode property) in schema.Properties)
                {
                    WriteProperty(name, property, node[name], writer);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (SourceNode item in node.Children)
                {
                    schema.Items!.WriteWithDefaults(item, writer);
                }

                writer.WriteEndArray();
                break;
            case JsonValueKind.String:
                writer.WriteStringValue(node.Text);
                break;
            default:
                writer.WriteRawValue(node.Written, skipInputValidation: true);
                break;
        }
    }

    private static void WriteProperty(string name, SchemaNode property, SourceNode? value, Utf8JsonWriter writer)
    {
        if (value is not null)
        {
            writer.WritePropertyName(name);
            property.WriteWithDefaults(value, writer);
        }
        else if (property.Default is { } standard)
        {
            writer.WritePropertyName(name);
            writer.WriteRawValue(standard, skipInputValidation: true);
        }
    }
}
