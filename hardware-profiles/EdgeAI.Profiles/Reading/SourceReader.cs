using System.Buffers;
using System.Text;
using System.Text.Json;

namespace EdgeAI.Profiles.Reading;

/// <summary>
/// Reads a document into nodes that know where they stand, in one pass. Any input gives a document or problems: nothing throws,
/// and depth, number of values and number of problems are bounded.
/// </summary>
internal sealed class SourceReader(SourceText source, ProblemList problems)
{
    /// <summary>How deep a document may nest: a profile needs 7.</summary>
    public const int MaximumDepth = 16;

    /// <summary>How many values a document may hold: a robot with 100 boards of 10 sensors needs about 20,000.</summary>
    public const int MaximumValues = 50_000;

    /// <summary>How many properties an object may hold: the largest object of a profile, a sensor, has 43.</summary>
    public const int MaximumProperties = 64;

    private readonly Stack<SourceNode> _open = [];
    private SourceNode? _root;
    private string? _name;
    private int _nameOffset;
    private int _values;

    /// <summary>Reads the whole document.</summary>
    /// <returns>The document, null where it cannot be read to its end; the reason is then among the problems.</returns>
    public SourceNode? Read()
    {
        int invalid = source.FirstInvalidByte();
        if (invalid >= 0)
        {
            problems.Add(source, invalid, "$", $"byte 0x{source.ByteAt(invalid):X2} is not UTF-8; save the file as UTF-8");
            return null;
        }

        Utf8JsonReader reader = new(source.Text, new JsonReaderOptions { MaxDepth = MaximumDepth });
        try
        {
            while (reader.Read())
            {
                if (!Take(ref reader))
                {
                    return null;
                }
            }

            return _root;
        }
        catch (JsonException error)
        {
            ReportSyntax(error);
            return null;
        }
    }

    private bool Take(ref Utf8JsonReader reader)
    {
        int offset = source.Start + (int)reader.TokenStartIndex;
        switch (reader.TokenType)
        {
            case JsonTokenType.PropertyName:
                return TakeName(ref reader, offset);
            case JsonTokenType.EndObject:
            case JsonTokenType.EndArray:
                _open.Pop();
                return true;
            default:
                return TakeValue(ref reader, offset);
        }
    }

    private bool TakeName(ref Utf8JsonReader reader, int offset)
    {
        SourceNode owner = _open.Peek();
        if (!TryGetText(ref reader, out string name))
        {
            problems.Add(source, offset, owner.Path, "the name holds half of a surrogate pair; write the whole character");
            return false;
        }

        if (owner.Children.Count == MaximumProperties)
        {
            problems.Add(source, offset, owner.Path, $"the object holds more than {MaximumProperties} properties; the largest of a profile has 43");
            return false;
        }

        if (owner[name] is { } first)
        {
            (int line, _) = source.PositionOf(first.NameOffset);
            problems.Add(source, offset, owner.PathOfProperty(name), $"{Shown.Quoted(name)} stands twice, first in line {line}; remove one of the two");
        }

        _name = name;
        _nameOffset = offset;
        return true;
    }

    private bool TakeValue(ref Utf8JsonReader reader, int offset)
    {
        if (++_values > MaximumValues)
        {
            problems.Add(source, offset, "$", $"the file holds more than {MaximumValues} values; a profile needs a few hundred");
            return false;
        }

        SourceNode? parent = _open.Count > 0 ? _open.Peek() : null;
        JsonValueKind kind = KindOf(reader.TokenType);
        SourceNode node;
        switch (kind)
        {
            case JsonValueKind.Object or JsonValueKind.Array:
                node = SourceNode.Under(source, parent, _name, _nameOffset, kind, offset);
                _open.Push(node);
                break;
            case JsonValueKind.String:
                if (!TryGetText(ref reader, out string text))
                {
                    problems.Add(source, offset, PathHere(), "the text holds half of a surrogate pair; write the whole character");
                    return false;
                }

                node = SourceNode.Under(source, parent, _name, _nameOffset, kind, offset, text: text);
                break;
            case JsonValueKind.Number:
                node = NumberUnder(parent, ref reader, offset);
                break;
            default:
                node = SourceNode.Under(source, parent, _name, _nameOffset, kind, offset, written: Encoding.UTF8.GetString(reader.ValueSpan));
                break;
        }

        _name = null;
        _root ??= node;
        return true;
    }

    private SourceNode NumberUnder(SourceNode? parent, ref Utf8JsonReader reader, int offset)
    {
        string written = Encoding.UTF8.GetString(reader.ValueSpan);
        if (!reader.TryGetDouble(out double number) || !double.IsFinite(number))
        {
            problems.Add(source, offset, PathHere(), $"{Shown.Quoted(written)} is beyond what a number can hold; write a smaller one");
            number = 0;
        }

        long? integer = reader.TryGetInt64(out long whole) ? whole : null;
        return SourceNode.Under(source, parent, _name, _nameOffset, JsonValueKind.Number, offset, number: number, integer: integer, written: written);
    }

    private string PathHere() => _open.Count == 0 ? "$" : _name is null ? _open.Peek().Path : _open.Peek().PathOfProperty(_name);

    private static JsonValueKind KindOf(JsonTokenType token) => token switch
    {
        JsonTokenType.StartObject => JsonValueKind.Object,
        JsonTokenType.StartArray => JsonValueKind.Array,
        JsonTokenType.String => JsonValueKind.String,
        JsonTokenType.Number => JsonValueKind.Number,
        JsonTokenType.True => JsonValueKind.True,
        JsonTokenType.False => JsonValueKind.False,
        _ => JsonValueKind.Null,
    };

    /// <summary>Unescapes a string; fails on an escaped half of a surrogate pair, which is no text.</summary>
    private static bool TryGetText(ref Utf8JsonReader reader, out string text)
    {
        text = "";
        if (!reader.ValueIsEscaped)
        {
            text = Encoding.UTF8.GetString(reader.ValueSpan);
            return true;
        }

        char[] buffer = ArrayPool<char>.Shared.Rent(reader.ValueSpan.Length);
        try
        {
            text = new string(buffer, 0, reader.CopyString(buffer));
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
        finally
        {
            ArrayPool<char>.Shared.Return(buffer);
        }
    }

    private void ReportSyntax(JsonException error)
    {
        int offset = source.OffsetOf(error.LineNumber ?? 0, error.BytePositionInLine ?? 0);
        string path = PathHere();
        if (_open.Count >= MaximumDepth)
        {
            problems.Add(source, offset, path, $"the file nests deeper than {MaximumDepth} levels; a profile needs 7");
            return;
        }

        string message = source.ByteAt(offset) switch
        {
            _ when source.Text.Trim(" \t\r\n"u8).IsEmpty => "the file is empty; start from hardware-profiles/desktop.profile.json",
            _ when _root is not null && _open.Count == 0 => "the document ends before this; remove what follows",
            (byte)'/' or (byte)'#' => "JSON has no comments; remove it, or say it in \"description\"",
            (byte)'\'' => "JSON quotes with \"; replace the '",
            0 => "the file ends in the middle; close what is open with } and ]",
            (byte)'}' or (byte)']' => "a comma too many, or a value is missing before this bracket; remove the comma or add the value",
            (byte)'"' => "a comma or a colon is missing before this text; add it",
            >= (byte)'A' and <= (byte)'z' => "only text in double quotes, numbers, true, false, null, { and [ can stand here; quote it or write a number",
            _ => Sentence(error.Message),
        };
        problems.Add(source, offset, path, message);
    }

    /// <summary>The reader's own words without the position that follows them.</summary>
    private static string Sentence(string message)
    {
        int end = message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return $"no valid JSON: {Shown.Line((end < 0 ? message : message[..end]).TrimEnd('.'))}; mend it here";
    }
}
