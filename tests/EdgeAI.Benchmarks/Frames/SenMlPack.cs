using System.Formats.Cbor;

namespace EdgeAI.Benchmarks.Frames;

/// <summary>
/// A SenML pack in CBOR (RFC 8428 section 6: integer labels; values as integers or decimal fractions, tag 4). The first record carries base name and base
/// time; every value is a record of its own, as the format has it. Reused: neither way allocates records.
/// </summary>
internal sealed class SenMlPack
{
    // RFC 8428, table 4 (CBOR labels).
    private const int BaseName = -2;
    private const int BaseTime = -3;
    private const int Name = 0;
    private const int Unit = 1;
    private const int Value = 2;

    private const int MicrosecondExponent = -6;
    private const int LongestName = 32;

    private readonly CborReader _reader = new(Array.Empty<byte>());
    private readonly char[] _text = new char[LongestName];

    public SenMlPack(int capacity)
    {
        Records = new SenMlRecord[capacity];
    }

    public string BaseNameText { get; set; } = "";

    public long TimeMicroseconds { get; set; }

    public SenMlRecord[] Records { get; }

    public int Count { get; set; }

    public void Add(string name, string? unit, long mantissa, int exponent)
    {
        Records[Count++] = new SenMlRecord { Name = name, Unit = unit, Mantissa = mantissa, Exponent = exponent };
    }

    public void Write(CborWriter writer)
    {
        writer.WriteStartArray(Count);
        for (int index = 0; index < Count; index++)
        {
            ref SenMlRecord record = ref Records[index];
            writer.WriteStartMap((index == 0 ? 2 : 0) + 2 + (record.Unit is null ? 0 : 1));
            if (index == 0)
            {
                writer.WriteInt32(BaseName);
                writer.WriteTextString(BaseNameText);
                writer.WriteInt32(BaseTime);
                WriteNumber(writer, TimeMicroseconds, MicrosecondExponent);
            }

            writer.WriteInt32(Name);
            writer.WriteTextString(record.Name);
            if (record.Unit is not null)
            {
                writer.WriteInt32(Unit);
                writer.WriteTextString(record.Unit);
            }

            writer.WriteInt32(Value);
            WriteNumber(writer, record.Mantissa, record.Exponent);
            writer.WriteEndMap();
        }

        writer.WriteEndArray();
    }

    /// <summary>Reads a pack into this one; texts are only read over when they are the ones that stand here already, as with a sender that is known.</summary>
    public void Read(ReadOnlyMemory<byte> bytes)
    {
        _reader.Reset(bytes);
        Count = _reader.ReadStartArray() ?? throw new CborContentException("an array of definite length");
        for (int index = 0; index < Count; index++)
        {
            ReadRecord(ref Records[index]);
        }

        _reader.ReadEndArray();
    }

    private static void WriteNumber(CborWriter writer, long mantissa, int exponent)
    {
        if (exponent == 0)
        {
            writer.WriteInt64(mantissa);
            return;
        }

        writer.WriteTag(CborTag.DecimalFraction);
        writer.WriteStartArray(2);
        writer.WriteInt32(exponent);
        writer.WriteInt64(mantissa);
        writer.WriteEndArray();
    }

    private void ReadRecord(ref SenMlRecord record)
    {
        int fields = _reader.ReadStartMap() ?? throw new CborContentException("a map of definite length");
        for (int field = 0; field < fields; field++)
        {
            switch (_reader.ReadInt32())
            {
                case BaseName:
                    BaseNameText = Text(BaseNameText)!;
                    break;
                case BaseTime:
                    TimeMicroseconds = Number(out _);
                    break;
                case Name:
                    record.Name = Text(record.Name)!;
                    break;
                case Unit:
                    record.Unit = Text(record.Unit);
                    break;
                case Value:
                    record.Mantissa = Number(out record.Exponent);
                    break;
                default:
                    _reader.SkipValue();
                    break;
            }
        }

        _reader.ReadEndMap();
    }

    private string? Text(string? known)
    {
        if (!_reader.TryReadTextString(_text, out int count))
        {
            throw new CborContentException("a name of at most 32 characters");
        }

        return _text.AsSpan(0, count).SequenceEqual(known) ? known : new string(_text, 0, count);
    }

    private long Number(out int exponent)
    {
        exponent = 0;
        if (_reader.PeekState() != CborReaderState.Tag)
        {
            return _reader.ReadInt64();
        }

        _reader.ReadTag();
        _reader.ReadStartArray();
        exponent = _reader.ReadInt32();
        long mantissa = _reader.ReadInt64();
        _reader.ReadEndArray();
        return mantissa;
    }
}
