using System.Buffers.Binary;

namespace EdgeAI.City.Storage;

/// <summary>Writes one row of PostgreSQL's binary COPY format (documentation of COPY, "Binary Format"): the number of fields, then each with its length before it.</summary>
internal ref struct CopyRow
{
    private const int LengthLength = sizeof(int);
    private const int Null = -1;

    private readonly Span<byte> _destination;

    public CopyRow(Span<byte> destination, short fields)
    {
        _destination = destination;
        BinaryPrimitives.WriteInt16BigEndian(destination, fields);
        Length = sizeof(short);
    }

    /// <summary>What a stream of rows begins with: the signature, no flags, no extension.</summary>
    public static ReadOnlySpan<byte> StreamHeader => [(byte)'P', (byte)'G', (byte)'C', (byte)'O', (byte)'P', (byte)'Y', (byte)'\n', 0xFF, (byte)'\r', (byte)'\n', 0, 0, 0, 0, 0, 0, 0, 0, 0];

    /// <summary>What it ends with.</summary>
    public static ReadOnlySpan<byte> StreamTrailer => [0xFF, 0xFF];

    /// <summary>The bytes written.</summary>
    public int Length { get; private set; }

    /// <summary>The row so far.</summary>
    public readonly ReadOnlySpan<byte> Written => _destination[..Length];

    /// <summary>The most bytes of a row: what its bytes and texts have, and at most 12 for each field and for the row's own head.</summary>
    public static int Longest(int fields, int variable) => variable + ((fields + 1) * (LengthLength + sizeof(long)));

    public void Add(ReadOnlySpan<byte> bytes) => bytes.CopyTo(Next(bytes.Length));

    public void Add(short value) => BinaryPrimitives.WriteInt16BigEndian(Next(sizeof(short)), value);

    public void Add(int value) => BinaryPrimitives.WriteInt32BigEndian(Next(sizeof(int)), value);

    public void Add(long value) => BinaryPrimitives.WriteInt64BigEndian(Next(sizeof(long)), value);

    public void Add(bool value) => Next(1)[0] = value ? (byte)1 : (byte)0;

    public void Add(PostgresTime time)
    {
        Add(time.Microseconds);
        Add(time.Remainder);
    }

    public void AddNull()
    {
        BinaryPrimitives.WriteInt32BigEndian(_destination[Length..], Null);
        Length += LengthLength;
    }

    private Span<byte> Next(int length)
    {
        BinaryPrimitives.WriteInt32BigEndian(_destination[Length..], length);
        Span<byte> field = _destination.Slice(Length + LengthLength, length);
        Length += LengthLength + length;
        return field;
    }
}
