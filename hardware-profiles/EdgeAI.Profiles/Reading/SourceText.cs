using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace EdgeAI.Profiles.Reading;

/// <summary>The bytes of one file and the way from a byte to a line and a column.</summary>
internal sealed class SourceText
{
    private readonly byte[] _bytes;
    private readonly List<int> _lineStarts = [0];

    /// <summary>Takes the file's bytes over.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="file">The file that they came from, as problems name it.</param>
    public SourceText(byte[] bytes, string file)
    {
        _bytes = bytes;
        File = file;
        Start = bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8.Preamble.Length : 0;
        _lineStarts[0] = Start;
        for (int offset = 0; offset < bytes.Length; offset++)
        {
            if (bytes[offset] == (byte)'\n')
            {
                _lineStarts.Add(offset + 1);
            }
        }
    }

    /// <summary>The file, as problems name it.</summary>
    public string File { get; }

    /// <summary>SHA-256 of the file's bytes, 64 lower-case hexadecimal digits.</summary>
    public string Sha256 => Convert.ToHexStringLower(SHA256.HashData(_bytes));

    /// <summary>Where the text starts: after the byte order mark that some editors write.</summary>
    public int Start { get; }

    /// <summary>The text without a byte order mark.</summary>
    public ReadOnlySpan<byte> Text => _bytes.AsSpan(Start);

    /// <summary>The byte at an offset, 0 beyond the end.</summary>
    public byte ByteAt(int offset) => (uint)offset < (uint)_bytes.Length ? _bytes[offset] : (byte)0;

    /// <summary>The offset of a line (from 0) and a byte in it (from 0), as <c>Utf8JsonReader</c> reports errors; never beyond the end.</summary>
    public int OffsetOf(long line, long byteInLine)
    {
        int start = line < _lineStarts.Count ? _lineStarts[(int)line] : _bytes.Length;
        return (int)Math.Min(start + byteInLine, _bytes.Length);
    }

    /// <summary>The line and the column, both from 1, of the character at an offset.</summary>
    public (int Line, int Column) PositionOf(int offset)
    {
        int line = _lineStarts.BinarySearch(offset);
        line = line >= 0 ? line : Math.Max(~line - 1, 0);
        int column = 1;
        for (int position = _lineStarts[line]; position < offset && position < _bytes.Length; position++)
        {
            // Continuation bytes (10xxxxxx) belong to the character before them.
            column += (_bytes[position] & 0xC0) == 0x80 ? 0 : 1;
        }

        return (line + 1, column);
    }

    /// <summary>Finds the first byte that is not UTF-8.</summary>
    /// <returns>Its offset, -1 where all of the text is UTF-8.</returns>
    public int FirstInvalidByte()
    {
        ReadOnlySpan<byte> rest = Text;
        if (System.Text.Unicode.Utf8.IsValid(rest))
        {
            return -1;
        }

        int offset = Start;
        while (Rune.DecodeFromUtf8(rest, out _, out int consumed) == OperationStatus.Done)
        {
            rest = rest[consumed..];
            offset += consumed;
        }

        return offset;
    }
}
