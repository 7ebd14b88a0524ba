namespace EdgeAI.Runtime.Mcap;

/// <summary>A place whose messages are in memory, in the order of their log times. Reused from place to place.</summary>
internal sealed class McapUnpackedPlace
{
    private byte[] _bytes = [];
    private McapIndexEntry[] _messages = new McapIndexEntry[64];
    private int _count;
    private int _next;

    /// <summary>Where in the file it begins.</summary>
    public long Offset { get; private set; }

    /// <summary>How much memory it holds, in bytes.</summary>
    public long HeldBytes => _bytes.Length + ((long)_messages.Length * System.Runtime.CompilerServices.Unsafe.SizeOf<McapIndexEntry>());

    public bool HasNext => _next < _count;

    public ulong NextTime => _messages[_next].LogTime;

    /// <summary>The bytes to fill: replaced where they are too few.</summary>
    public ref byte[] Bytes => ref _bytes;

    /// <summary>Begins anew; messages are added next.</summary>
    public void Begin(long offset)
    {
        Offset = offset;
        _count = 0;
        _next = 0;
    }

    public void Add(McapIndexEntry message)
    {
        if (_count == _messages.Length)
        {
            Array.Resize(ref _messages, 2 * _messages.Length);
        }

        _messages[_count++] = message;
    }

    /// <summary>Brings the messages into the order of their times; those of one time stay in the order of the file.</summary>
    public void Sort()
    {
        Span<McapIndexEntry> messages = _messages.AsSpan(0, _count);
        for (int index = 1; index < messages.Length; index++)
        {
            if (messages[index].LogTime < messages[index - 1].LogTime)
            {
                messages.Sort(static (left, right) => left.LogTime != right.LogTime ? left.LogTime.CompareTo(right.LogTime) : left.Offset.CompareTo(right.Offset));
                return;
            }
        }
    }

    /// <summary>The content of the next message's record begins here in <see cref="Bytes"/>.</summary>
    public McapIndexEntry TakeNext() => _messages[_next++];
}
