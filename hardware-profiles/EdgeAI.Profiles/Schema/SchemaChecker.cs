using System.Text.Json;
using EdgeAI.Profiles.Reading;

namespace EdgeAI.Profiles.Schema;

/// <summary>Checks a document against the schema and says all that does not fit, with the mend.</summary>
internal static class SchemaChecker
{
    /// <summary>Checks one value and all that it contains.</summary>
    public static void Check(this SchemaNode schema, SourceNode node, ProblemList problems)
    {
        if (problems.IsFull)
        {
            return;
        }

        if (!IsOfType(schema.Type, node))
        {
            problems.Add(node, $"{Shown.Of(node)} is no {Wanted(schema)}; write {schema.Mend()}");
            return;
        }

        switch (node.Kind)
        {
            case JsonValueKind.Object:
                CheckObject(schema, node, problems);
                break;
            case JsonValueKind.Array:
                CheckList(schema, node, problems);
                break;
            case JsonValueKind.String:
                CheckText(schema, node, problems);
                break;
            case JsonValueKind.Number:
                CheckNumber(schema, node, problems);
                break;
        }
    }

    private static bool IsOfType(SchemaType? type, SourceNode node) => type switch
    {
        SchemaType.Object => node.Kind == JsonValueKind.Object,
        SchemaType.Array => node.Kind == JsonValueKind.Array,
        SchemaType.String => node.Kind == JsonValueKind.String,
        SchemaType.Number => node.Kind == JsonValueKind.Number,
        SchemaType.Integer => node.Integer is not null,
        SchemaType.Boolean => node.Kind is JsonValueKind.True or JsonValueKind.False,
        _ => true,
    };

    private static string Wanted(SchemaNode schema) => schema.Type switch
    {
        SchemaType.Object => "object",
        SchemaType.Array => "list",
        SchemaType.Integer => "whole number",
        SchemaType.Number => "number",
        SchemaType.Boolean => "flag",
        _ => "text",
    };

    private static void CheckObject(SchemaNode schema, SourceNode node, ProblemList problems)
    {
        HashSet<string> misspelt = [];
        foreach (SourceNode child in node.Children)
        {
            if (schema.Property(child.Name) is { } property)
            {
                property.Check(child, problems);
                continue;
            }

            if (Secrets.LooksLikeOne(child.Name))
            {
                problems.Add(child.Source, child.NameOffset, child.Path, $"{Shown.Quoted(child.Name)} {Secrets.Mend}");
                continue;
            }

            string[] free = [.. schema.Properties.Select(static pair => pair.Key).Where(name => node[name] is null)];
            string? nearest = NearestName.Of(child.Name, free);
            if (nearest is not null)
            {
                misspelt.Add(nearest);
            }

            string mend = nearest is not null ? $"did you mean {Shown.Quoted(nearest)}?"
                : free.Length == 0 ? "remove it"
                : $"remove it; what can stand here is {Shown.Choices(free)}";
            problems.Add(child.Source, child.NameOffset, child.Path, $"{Shown.Quoted(child.Name)} is not known here; {mend}");
        }

        foreach (string name in schema.Required)
        {
            if (node[name] is null && !misspelt.Contains(name))
            {
                problems.Add(node, $"'{name}' is missing; add \"{name}\": {schema.Property(name)!.Mend()}");
            }
        }
    }

    private static void CheckList(SchemaNode schema, SourceNode node, ProblemList problems)
    {
        if (node.Children.Count < schema.MinimumItems || node.Children.Count > schema.MaximumItems)
        {
            string bound = schema.MinimumItems == schema.MaximumItems ? $"exactly {schema.MinimumItems}"
                : node.Children.Count < schema.MinimumItems ? $"at least {schema.MinimumItems}"
                : $"at most {schema.MaximumItems}";
            problems.Add(node, $"the list holds {node.Children.Count}; give {bound}");
        }

        foreach (SourceNode item in node.Children)
        {
            schema.Items?.Check(item, problems);
        }
    }

    private static void CheckText(SchemaNode schema, SourceNode node, ProblemList problems)
    {
        string text = node.Text!;
        if (schema.Choices is { } choices && !choices.Contains(text))
        {
            string mend = NearestName.Of(text, choices) is { } nearest ? $"did you mean {Shown.Quoted(nearest)}?" : $"write {schema.Mend()}";
            problems.Add(node, $"{Shown.Quoted(text)} is none of the choices; {mend}");
        }
        else if (schema.RefusesEmpty && text.Length == 0)
        {
            problems.Add(node, "the text is empty; write at least one character");
        }
        else if (text.Length > schema.MaximumLength)
        {
            problems.Add(node, $"{Shown.Quoted(text)} has {text.Length} characters; write at most {schema.MaximumLength}");
        }
        else if (schema.Pattern is { } pattern && !pattern.IsMatch(text))
        {
            problems.Add(node, $"{Shown.Quoted(text)} {schema.PatternMessage}");
        }
    }

    private static void CheckNumber(SchemaNode schema, SourceNode node, ProblemList problems)
    {
        if (problems.IsBad(node))
        {
            return;
        }

        if (schema.Choices is { } choices && !choices.Contains(node.Written))
        {
            problems.Add(node, $"{Shown.Of(node)} is none of the choices; write {schema.Mend()}");
        }
        else if (node.Number < schema.Minimum || node.Number > schema.Maximum)
        {
            problems.Add(node, $"{Shown.Of(node)} is out of range; write {schema.Mend()}");
        }
    }
}
