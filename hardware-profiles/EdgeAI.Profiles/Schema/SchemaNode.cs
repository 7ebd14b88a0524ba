using System.Globalization;
using System.Text.RegularExpressions;
using EdgeAI.Profiles.Reading;

namespace EdgeAI.Profiles.Schema;

/// <summary>What the schema says of one value. Immutable.</summary>
internal sealed record SchemaNode
{
    /// <summary>The JSON type, null where the choices say it all.</summary>
    public SchemaType? Type { get; init; }

    /// <summary>What the value is for.</summary>
    public string Description { get; init; } = "";

    /// <summary>The properties of an object, in the schema's order.</summary>
    public IReadOnlyList<KeyValuePair<string, SchemaNode>> Properties { get; init; } = [];

    /// <summary>The properties that an object must have.</summary>
    public IReadOnlyList<string> Required { get; init; } = [];

    /// <summary>The schema of a list's items.</summary>
    public SchemaNode? Items { get; init; }

    /// <summary>The fewest items of a list.</summary>
    public int MinimumItems { get; init; }

    /// <summary>The most items of a list.</summary>
    public int MaximumItems { get; init; } = int.MaxValue;

    /// <summary>The values that may be written, null where others may be, too.</summary>
    public IReadOnlyList<string>? Choices { get; init; }

    /// <summary>The smallest number.</summary>
    public double Minimum { get; init; } = double.NegativeInfinity;

    /// <summary>The largest number.</summary>
    public double Maximum { get; init; } = double.PositiveInfinity;

    /// <summary>Whether a text must not be empty.</summary>
    public bool RefusesEmpty { get; init; }

    /// <summary>The most characters of a text.</summary>
    public int MaximumLength { get; init; } = int.MaxValue;

    /// <summary>What a text must match.</summary>
    public Regex? Pattern { get; init; }

    /// <summary>What is said of a text that does not match; editors show it as well.</summary>
    public string PatternMessage { get; init; } = "";

    /// <summary>The JSON that stands for a property that is left out; null where it then has no value.</summary>
    public string? Default { get; init; }

    /// <summary>The schema of a property, null where there is no such property.</summary>
    public SchemaNode? Property(string name)
    {
        foreach ((string key, SchemaNode schema) in Properties)
        {
            if (key == name)
            {
                return schema;
            }
        }

        return null;
    }

    /// <summary>What to write, for the end of a message.</summary>
    public string Mend()
    {
        if (Choices is { } choices)
        {
            return Type == SchemaType.Integer ? Shown.Listed(choices) : Shown.Choices(choices);
        }

        return Type switch
        {
            SchemaType.Integer => $"a whole number {Range()}",
            SchemaType.Number => $"a number {Range()}",
            SchemaType.Boolean => "true or false, without quotes",
            SchemaType.Array when MinimumItems == MaximumItems => $"a list of {MinimumItems} in [ ]",
            SchemaType.Array => "a list in [ ]",
            SchemaType.Object => "an object in { }",
            _ => "a text in double quotes",
        };
    }

    private string Range() => string.Create(CultureInfo.InvariantCulture, $"from {Minimum} to {Maximum}");
}
