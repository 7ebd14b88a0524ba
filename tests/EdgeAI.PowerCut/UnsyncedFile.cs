namespace EdgeAI.PowerCut;

/// <summary>
/// One file as its readers see it, shared by all connections of the process, and the writes that no sync has made durable yet. Those
/// live in this process's memory only: killing the process is a power cut. The real file is written through callbacks.
/// </summary>
internal sealed class UnsyncedFile(byte[] durable)
{
    private readonly List<(long Offset, byte[]? Data)> _unsynced = [];
    private byte[] _content = durable;
    private long _length = durable.Length;

    public long Length
    {
        get
        {
            lock (_unsynced)
            {
                return _length;
            }
        }
    }

    /// <summary>Reads; what lies beyond the end is zeroed and tells false.</summary>
    public bool Read(Span<byte> destination, long offset)
    {
        lock (_unsynced)
        {
            int available = (int)Math.Clamp(_length - offset, 0, destination.Length);
            _content.AsSpan((int)Math.Min(offset, _length), available).CopyTo(destination);
            destination[available..].Clear();
            return available == destination.Length;
        }
    }

    public void Write(ReadOnlySpan<byte> source, long offset)
    {
        lock (_unsynced)
        {
            long end = offset + source.Length;
            if (end > _content.Length)
            {
                Array.Resize(ref _content, (int)Math.Max(end, _content.Length * 2L));
            }

            source.CopyTo(_content.AsSpan((int)offset));
            _length = Math.Max(_length, end);
            _unsynced.Add((offset, source.ToArray()));
        }
    }

    public void Truncate(long length)
    {
        lock (_unsynced)
        {
            if (length < _length)
            {
                _content.AsSpan((int)length, (int)(_length - length)).Clear();
                _length = length;
            }

            _unsynced.Add((length, null));
        }
    }

    /// <summary>Hands every unsynced change to the real file, in order: a null stands for a truncation to the offset.</summary>
    public int Sync(Func<long, byte[]?, int> apply)
    {
        lock (_unsynced)
        {
            foreach ((long offset, byte[]? data) in _unsynced)
            {
                int result = apply(offset, data);
                if (result != SqliteResult.Ok)
                {
                    return result;
                }
            }

            _unsynced.Clear();
            return SqliteResult.Ok;
        }
    }
}
