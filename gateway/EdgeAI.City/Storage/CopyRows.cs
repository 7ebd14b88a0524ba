using System.Buffers.Binary;

namespace EdgeAI.City.Storage;

/// <summary>Reads rows of PostgreSQL's binary COPY format from a stream, one whole row in memory at a time. For one thread at a time.</summary>
internal sealed class CopyRows(Stream stream)
{
    private const int FieldCountLength = sizeof(short);
    private const int LengthLength = sizeof(int);
    private const int FlagsLength = 8;

    private byte[] _buffer = new byte[1 << 18];
    private int _start;
    private int _end;
    private int _field;
    private int _rowEnd;
    private bool _begun;

    /// <summary>Goes to the next row; false after the last.</summary>
    /// <exception cref="InvalidDataException">The stream is not of this format.</exception>
    public async ValueTask<bool> MoveNextAsync(CancellationToken cancellation)
    {
        if (!_begun)
        {
            await NeedAsync(CopyRow.StreamHeader.Length, cancellation).ConfigureAwait(false);
            int signature = CopyRow.StreamHeader.Length - FlagsLength;
            if (!_buffer.AsSpan(_start, signature).SequenceEqual(CopyRow.StreamHeader[..signature]))
            {
                throw new InvalidDataException("the database's answer is not in the binary COPY format");
            }

            _rowEnd = _start + CopyRow.StreamHeader.Length;
            _begun = true;
        }

        // Of the row before, what was not read is passed over: it is in the buffer whole.
        _start = _rowEnd;
        await NeedAsync(FieldCountLength, cancellation).ConfigureAwait(false);
        int fields = BinaryPrimitives.ReadInt16BigEndian(_buffer.AsSpan(_start));
        if (fields < 0)
        {
            return false;
        }

        int length = FieldCountLength;
        for (int field = 0; field < fields; field++)
        {
            await NeedAsync(length + LengthLength, cancellation).ConfigureAwait(false);
            length += LengthLength + Math.Max(0, BinaryPrimitives.ReadInt32BigEndian(_buffer.AsSpan(_start + length)));
        }

        await NeedAsync(length, cancellation).ConfigureAwait(false);
        _field = _start + FieldCountLength;
        _rowEnd = _start + length;
        return true;
    }

    /// <summary>The whole row, its number of fields and their lengths included; valid until the next row.</summary>
    public ReadOnlySpan<byte> Row => _buffer.AsSpan(_start, _rowEnd - _start);

    /// <summary>Passes over fields.</summary>
    public CopyRows Skip(int fields)
    {
        for (int field = 0; field < fields; field++)
        {
            _ = Next();
        }

        return this;
    }

    /// <summary>The next field; valid until the next row.</summary>
    public ReadOnlySpan<byte> Next()
    {
        int length = Math.Max(0, BinaryPrimitives.ReadInt32BigEndian(_buffer.AsSpan(_field)));
        ReadOnlySpan<byte> field = _buffer.AsSpan(_field + LengthLength, length);
        _field += LengthLength + length;
        return field;
    }

    public short NextInt16() => BinaryPrimitives.ReadInt16BigEndian(Next());

    public long NextInt64() => BinaryPrimitives.ReadInt64BigEndian(Next());

    public PostgresTime NextTime() => new(NextInt64(), NextInt16());

    private async ValueTask NeedAsync(int length, CancellationToken cancellation)
    {
        while (_end - _start < length)
        {
            if (_start > 0)
            {
                _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
                _end -= _start;
                _start = 0;
            }

            if (_end == _buffer.Length)
            {
                Array.Resize(ref _buffer, Math.Max(_buffer.Length * 2, length));
            }

            int read = await stream.ReadAsync(_buffer.AsMemory(_end), cancellation).ConfigureAwait(false);
            _end += read > 0 ? read : throw new InvalidDataException("the database's answer ended within a row");
        }
    }
}
