using System.Text.Json;
using System.Text.RegularExpressions;

namespace EdgeAI.Profiles.Schema;

/// <summary>
/// Reads the part of JSON Schema draft-07 that the profile's schema is written in. A keyword that it does not know throws, so that
/// no line of the schema is silently without effect.
/// </summary>
/// <param name="root">The document.</param>
/// <param name="others">Other documents whose definitions it may refer to, by file name.</param>
internal sealed class SchemaReader(JsonElement root, IReadOnlyDictionary<string, SchemaReader>? others = null)
{
    private const string DefinitionPrefix = "#/definitions/";

    private readonly Dictionary<string, SchemaNode> _definitions = [];

    /// <summary>Reads one schema and all that it contains.</summary>
    /// <param name="element">The schema, an object.</param>
    /// <exception cref="InvalidOperationException">The schema uses a keyword that the loader does not check.</exception>
    public SchemaNode Read(JsonElement element)
    {
        SchemaNode node = new();
        foreach (JsonProperty keyword in element.EnumerateObject())
        {
            JsonElement value = keyword.Value;
            switch (keyword.Name)
            {
                case "$schema" or "$id" or "title" or "definitions":
                    break;
                case "$ref":
                    node = Definition(value.GetString()!);
                    break;
                case "description":
                    node = node with { Description = value.GetString()! };
                    break;
                case "type":
                    node = node with { Type = TypeOf(value.GetString()!) };
                    break;
                case "properties":
                    node = node with { Properties = value.EnumerateObject().Select(property => KeyValuePair.Create(property.Name, Read(property.Value))).ToArray() };
                    break;
                case "required":
                    node = node with { Required = Texts(value) };
                    break;
                case "additionalProperties" when value.ValueKind == JsonValueKind.False:
                    break;
                case "items":
                    node = node with { Items = Read(value) };
                    break;
                case "minItems":
                    node = node with { MinimumItems = value.GetInt32() };
                    break;
                case "maxItems":
                    node = node with { MaximumItems = value.GetInt32() };
                    break;
                case "enum":
                    node = node with { Choices = [.. value.EnumerateArray().Select(static choice => choice.ToString())] };
                    break;
                case "minimum":
                    node = node with { Minimum = value.GetDouble() };
                    break;
                case "maximum":
                    node = node with { Maximum = value.GetDouble() };
                    break;
                case "minLength" when value.GetInt32() == 1:
                    node = node with { RefusesEmpty = true };
                    break;
                case "maxLength":
                    node = node with { MaximumLength = value.GetInt32() };
                    break;
                case "pattern":
                    node = node with { Pattern = new Regex(value.GetString()!, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking) };
                    break;
                case "patternErrorMessage":
                    node = node with { PatternMessage = value.GetString()! };
                    break;
                case "default":
                    node = node with { Default = value.GetRawText() };
                    break;
                default:
                    throw new InvalidOperationException($"schema: the loader does not check '{keyword.Name}: {value}'; teach it to, or write the rule in Validation");
            }
        }

        return node;
    }

    private static string[] Texts(JsonElement list) => [.. list.EnumerateArray().Select(static item => item.GetString()!)];

    private static SchemaType TypeOf(string name) => name switch
    {
        "object" => SchemaType.Object,
        "array" => SchemaType.Array,
        "string" => SchemaType.String,
        "integer" => SchemaType.Integer,
        "number" => SchemaType.Number,
        "boolean" => SchemaType.Boolean,
        _ => throw new InvalidOperationException($"schema: the loader does not know the type '{name}'"),
    };

    private SchemaNode Definition(string reference)
    {
        int prefix = reference.IndexOf(DefinitionPrefix, StringComparison.Ordinal);
        if (prefix > 0 && others is not null && others.TryGetValue(reference[..prefix], out SchemaReader? other))
        {
            return other.Definition(reference[prefix..]);
        }

        string name = prefix == 0
            ? reference[DefinitionPrefix.Length..]
            : throw new InvalidOperationException($"'{reference}' does not start with {DefinitionPrefix}, nor with the name of a schema that is read before");
        if (!_definitions.TryGetValue(name, out SchemaNode? node))
        {
            node = Read(root.GetProperty("definitions").GetProperty(name));
            _definitions.Add(name, node);
        }

        return node;
    }
}
