using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace EdgeAI.Runtime.Ros;

/// <summary>The fields of one ROS 2 message in their order, read from its definition. Constants, defaults and comments are passed over.</summary>
/// <param name="Fields">The fields.</param>
public sealed record RosDefinition(IReadOnlyList<RosField> Fields)
{
    private const int LargestArray = 1 << 20;

    /// <summary>Reads a definition; any text gives a definition or a named rejection.</summary>
    /// <param name="text">Lines as in a .msg file.</param>
    /// <param name="package">The package in which types without one are looked for.</param>
    /// <param name="definition">The definition when the answer is true.</param>
    /// <param name="problem">The line that is none and why, when it is false.</param>
    public static bool TryParse(string text, string package, [NotNullWhen(true)] out RosDefinition? definition, out string problem)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(package);
        definition = null;
        problem = "";
        List<RosField> fields = [];
        foreach (string raw in text.Split('\n'))
        {
            int comment = raw.IndexOf('#', StringComparison.Ordinal);
            string line = (comment < 0 ? raw : raw[..comment]).Trim();
            int space = line.IndexOfAny([' ', '\t']);
            if (line.Length == 0)
            {
                continue;
            }

            if (space < 0)
            {
                problem = $"'{line}' is no field: a type and a name are needed";
                return false;
            }

            string rest = line[space..].TrimStart();
            int nameEnd = rest.IndexOfAny([' ', '\t', '=']);
            string name = nameEnd < 0 ? rest : rest[..nameEnd];
            if (nameEnd >= 0 && rest[nameEnd..].TrimStart().StartsWith('='))
            {
                continue;
            }

            if (!TryParseField(line[..space], name, package, out RosField? field))
            {
                problem = $"'{line}' is no field: its type is none";
                return false;
            }

            fields.Add(field);
        }

        definition = new RosDefinition(fields);
        return true;
    }

    private static bool TryParseField(string type, string name, string package, [NotNullWhen(true)] out RosField? field)
    {
        field = null;
        int length = RosField.Single;
        if (type.EndsWith(']'))
        {
            int open = type.LastIndexOf('[');
            if (open < 0)
            {
                return false;
            }

            string bound = type[(open + 1)..^1];
            type = type[..open];
            if (bound.Length == 0 || bound.StartsWith("<=", StringComparison.Ordinal))
            {
                length = RosField.Sequence;
            }
            else if (!int.TryParse(bound, NumberStyles.None, CultureInfo.InvariantCulture, out length) || length > LargestArray)
            {
                return false;
            }
        }

        // A bounded text is a text: the bound is a promise of the writer.
        int textBound = type.IndexOf("<=", StringComparison.Ordinal);
        string bare = textBound < 0 ? type : type[..textBound];
        RosPrimitive? primitive = PrimitiveOf(bare);
        string[] parts = bare.Split('/');
        string? full = primitive is not null ? bare : parts.Length switch
        {
            1 => $"{package}/msg/{bare}",
            2 => $"{parts[0]}/msg/{parts[1]}",
            3 when parts[1] == "msg" => bare,
            _ => null,
        };
        if (full is null || parts.Any(static part => part.Length == 0))
        {
            return false;
        }

        field = new RosField(name, full, primitive, length);
        return true;
    }

    private static RosPrimitive? PrimitiveOf(string type) => type switch
    {
        "bool" => RosPrimitive.Boolean,
        "byte" or "char" or "uint8" => RosPrimitive.UInt8,
        "int8" => RosPrimitive.Int8,
        "uint16" => RosPrimitive.UInt16,
        "int16" => RosPrimitive.Int16,
        "uint32" => RosPrimitive.UInt32,
        "int32" => RosPrimitive.Int32,
        "uint64" => RosPrimitive.UInt64,
        "int64" => RosPrimitive.Int64,
        "float32" => RosPrimitive.Float32,
        "float64" => RosPrimitive.Float64,
        "string" => RosPrimitive.Text,
        _ => null,
    };
}
