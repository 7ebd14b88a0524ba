using System.Globalization;
using System.Text.Json;

namespace EdgeAI.Profiles.Reading;

/// <summary>One value of a profile document with the place where it stands. Asking for what is not there gives null, so that one mistake does not hide the next.</summary>
internal sealed class SourceNode
{
    private readonly SourceNode? _parent;
    private readonly string? _name;
    private readonly int _index;
    private readonly List<SourceNode>? _children;

    private SourceNode(SourceText source, JsonValueKind kind, int offset, SourceNode? parent, string? name, int nameOffset, int index)
    {
        Source = source;
        Kind = kind;
        Offset = offset;
        NameOffset = nameOffset;
        _parent = parent;
        _name = name;
        _index = index;
        _children = kind is JsonValueKind.Object or JsonValueKind.Array ? [] : null;
    }

    /// <summary>The file that the value stands in.</summary>
    public SourceText Source { get; }

    /// <summary>The document that the value names, where it names one and that could be read; see Validation/BoardReferences.</summary>
    public SourceNode? Referenced { get; set; }

    /// <summary>What the value is.</summary>
    public JsonValueKind Kind { get; }

    /// <summary>Where the value starts, in bytes from the start of the file.</summary>
    public int Offset { get; }

    /// <summary>Where the property's name starts, in bytes; that of the value where it has no name.</summary>
    public int NameOffset { get; }

    /// <summary>The text of a string, null for anything else.</summary>
    public string? Text { get; init; }

    /// <summary>The number, null for anything else; always finite.</summary>
    public double? Number { get; init; }

    /// <summary>The number where it is written as a whole number that 64 bits hold.</summary>
    public long? Integer { get; init; }

    /// <summary>The value as the file writes it, for numbers and literals.</summary>
    public string Written { get; init; } = "";

    /// <summary>The property's name; empty for the items of a list and for the document.</summary>
    public string Name => _name ?? "";

    /// <summary>The properties of an object or the items of a list, in the order of the file.</summary>
    public IReadOnlyList<SourceNode> Children => _children ?? (IReadOnlyList<SourceNode>)[];

    /// <summary>Makes the node of a value and puts it in its place.</summary>
    public static SourceNode Under(SourceText source, SourceNode? parent, string? name, int nameOffset, JsonValueKind kind, int offset, string? text = null, double? number = null, long? integer = null, string written = "")
    {
        SourceNode node = new(source, kind, offset, parent, name, name is null ? offset : nameOffset, parent?.Children.Count ?? 0)
        {
            Text = text,
            Number = number,
            Integer = integer,
            Written = written,
        };
        parent?._children!.Add(node);
        return node;
    }

    /// <summary>The property of that name, null where there is none.</summary>
    public SourceNode? this[string name]
    {
        get
        {
            if (Kind == JsonValueKind.Object)
            {
                foreach (SourceNode child in Children)
                {
                    if (child.Name == name)
                    {
                        return child;
                    }
                }
            }

            return null;
        }
    }

    /// <summary>The text of a property, null where it is missing or no string.</summary>
    public string? TextOf(string name) => this[name]?.Text;

    /// <summary>Whether a property is written <c>true</c> or <c>false</c>; null where it is missing or neither.</summary>
    public bool? FlagOf(string name) => this[name]?.Kind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    /// <summary>The items of a list property; none where it is missing or no list.</summary>
    public IEnumerable<SourceNode> ItemsOf(string name) => this[name] is { Kind: JsonValueKind.Array } list ? list.Children : [];

    /// <summary>The JSON path of the value, <c>$.boards[1].sensors[0].address</c>.</summary>
    public string Path
    {
        get
        {
            if (_parent is null)
            {
                return "$";
            }

            return _name is null
                ? string.Create(CultureInfo.InvariantCulture, $"{_parent.Path}[{_index}]")
                : _parent.PathOfProperty(_name);
        }
    }

    /// <summary>The JSON path that a property of this object has or would have.</summary>
    public string PathOfProperty(string name)
    {
        bool plain = name.Length is > 0 and <= 60;
        foreach (char character in name)
        {
            plain &= char.IsAsciiLetterOrDigit(character) || character is '_' or '$';
        }

        return plain ? $"{Path}.{name}" : $"{Path}[{Shown.Quoted(name)}]";
    }
}
