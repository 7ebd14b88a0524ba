using System.Diagnostics.CodeAnalysis;

namespace EdgeAI.Runtime.Ros;

/// <summary>A message's definition with those of all messages in it, read from a schema of encoding "ros2msg": what is needed to read its CDR.</summary>
public sealed class RosType
{
    private const int DeepestNesting = 32;
    private const int MostDefinitions = 256;

    private readonly Dictionary<string, RosDefinition> _definitions;

    private RosType(string name, Dictionary<string, RosDefinition> definitions)
    {
        Name = name;
        _definitions = definitions;
    }

    /// <summary>The message's full name.</summary>
    public string Name { get; }

    /// <summary>The message's own definition.</summary>
    public RosDefinition Root => _definitions[Name];

    /// <summary>The definition of a message that is a field's type.</summary>
    public RosDefinition Of(RosField field)
    {
        ArgumentNullException.ThrowIfNull(field);
        return _definitions[field.TypeName];
    }

    /// <summary>Reads a schema; any text gives a type or a named rejection.</summary>
    /// <param name="name">The message's full name.</param>
    /// <param name="text">Its definition and those that it refers to.</param>
    /// <param name="type">The type when the answer is true.</param>
    /// <param name="problem">What is wrong when it is false.</param>
    public static bool TryParse(string name, string text, [NotNullWhen(true)] out RosType? type, out string problem)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(text);
        type = null;
        Dictionary<string, RosDefinition> definitions = new(StringComparer.Ordinal);
        string current = FullName(name);
        List<string> lines = [];
        foreach (string line in (string[])[.. text.ReplaceLineEndings("\n").Split('\n'), "==="])
        {
            if (line.StartsWith("===", StringComparison.Ordinal))
            {
                if (!RosDefinition.TryParse(string.Join('\n', lines), PackageOf(current), out RosDefinition? definition, out problem))
                {
                    problem = $"{current}: {problem}";
                    return false;
                }

                definitions.TryAdd(current, definition);
                if (definitions.Count > MostDefinitions)
                {
                    problem = $"{name}: more than {MostDefinitions} definitions";
                    return false;
                }

                lines.Clear();
            }
            else if (line.StartsWith("MSG: ", StringComparison.Ordinal))
            {
                current = FullName(line[5..].Trim());
            }
            else
            {
                lines.Add(line);
            }
        }

        string root = FullName(name);
        if (HeightOf(definitions, [], root, out problem) < 0)
        {
            return false;
        }

        type = new RosType(root, definitions);
        return true;
    }

    /// <summary>How deep messages are nested in one, -1 where one is missing, or nested in itself or too deep.</summary>
    private static int HeightOf(Dictionary<string, RosDefinition> definitions, Dictionary<string, int> heights, string name, out string problem)
    {
        problem = "";
        if (heights.TryGetValue(name, out int known))
        {
            problem = known < 0 ? $"{name}: holds itself" : "";
            return known;
        }

        if (!definitions.TryGetValue(name, out RosDefinition? definition))
        {
            problem = $"{name}: is referred to and not defined";
            return -1;
        }

        heights[name] = -1;
        int highest = 0;
        foreach (RosField field in definition.Fields.Where(static field => field.Primitive is null))
        {
            int height = HeightOf(definitions, heights, field.TypeName, out problem);
            if (height < 0)
            {
                return -1;
            }

            highest = Math.Max(highest, height + 1);
        }

        if (highest > DeepestNesting)
        {
            problem = $"{name}: messages are nested more than {DeepestNesting} deep";
            return -1;
        }

        heights[name] = highest;
        return highest;
    }

    private static string PackageOf(string name) => name[..Math.Max(0, name.IndexOf('/', StringComparison.Ordinal))];

    private static string FullName(string name) => name.Split('/') is [var package, var type] ? $"{package}/msg/{type}" : name;
}
