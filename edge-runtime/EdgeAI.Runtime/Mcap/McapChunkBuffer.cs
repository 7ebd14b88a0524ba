namespace EdgeAI.Runtime.Mcap;

/// <summary>The messages of one chunk before it is written: bytes and index, all of it preallocated.</summary>
internal sealed class McapChunkBuffer
{
    /// <summary>The index has room for messages of this size on average; a chunk of smaller ones is closed when its index is full.</summary>
    private const int IndexedMessageBytes = 64;

    private readonly byte[] _records;
    private readonly McapIndexEntry[] _index;
    private int _length;

    public McapChunkBuffer(int capacity)
    {
        _records = new byte[capacity];
        _index = new McapIndexEntry[Math.Max(1, capacity / IndexedMessageBytes)];
    }

    /// <summary>How many messages are in it.</summary>
    public int Count { get; private set; }

    /// <summary>When its first message came, on the recorder's clock.</summary>
    public long OpenedNanoseconds { get; private set; }

    /// <summary>The earliest log time.</summary>
    public ulong StartTime { get; private set; }

    /// <summary>The latest log time.</summary>
    public ulong EndTime { get; private set; }

    public ReadOnlySpan<byte> Records => _records.AsSpan(0, _length);

    public ReadOnlySpan<McapIndexEntry> Index => _index.AsSpan(0, Count);

    /// <summary>Whether a message of this size could ever be in a chunk.</summary>
    public bool CanHold(int dataBytes) => dataBytes <= _records.Length - McapFormat.MessageOverheadBytes;

    /// <summary>Adds a message if there is room.</summary>
    public bool TryAppend(ushort channelId, uint sequence, ulong logTime, ulong publishTime, ReadOnlySpan<byte> data, long nowNanoseconds)
    {
        int length = McapFormat.MessageOverheadBytes + data.Length;
        if (length > _records.Length - _length || Count == _index.Length)
        {
            return false;
        }

        if (Count == 0)
        {
            OpenedNanoseconds = nowNanoseconds;
            StartTime = EndTime = logTime;
        }

        McapRecords.WriteMessage(_records.AsSpan(_length, length), channelId, sequence, logTime, publishTime, data);
        _index[Count++] = new McapIndexEntry(logTime, _length, channelId);
        _length += length;
        StartTime = Math.Min(StartTime, logTime);
        EndTime = Math.Max(EndTime, logTime);
        return true;
    }

    public void Clear()
    {
        _length = 0;
        Count = 0;
    }
}
