using System.Buffers.Binary;

namespace EdgeAI.Runtime.Mcap;

/// <summary>
/// Goes over a file's messages in the order of their log times; those of one time come in the order of the file. Chunks are unpacked as their time
/// comes, so that only those that overlap are in memory together.
/// </summary>
public sealed class McapMessageCursor : IDisposable
{
    private readonly McapReader _reader;
    private readonly McapPlace[] _places;
    private readonly ulong _startTime;
    private readonly ulong _endTime;
    private readonly bool[] _wanted;
    private readonly McapRecordWalker _walker;
    private readonly McapChunkUnpacker _unpacker;
    private readonly PriorityQueue<McapUnpackedPlace, (ulong Time, long Offset)> _open = new();
    private readonly Stack<McapUnpackedPlace> _free = new();
    private McapUnpackedPlace? _current;
    private int _nextPlace;
    private int _contentOffset;
    private int _contentLength;
    private long _heldBytes;

    internal McapMessageCursor(McapReader reader, McapPlace[] places, ulong startTime, ulong endTime, bool[] wanted)
    {
        _reader = reader;
        _places = places;
        _startTime = startTime;
        _endTime = endTime;
        _wanted = wanted;
        _walker = new McapRecordWalker(reader.File, reader.Options.MaximumRecordBytes);
        _unpacker = new McapChunkUnpacker(reader.Options.MaximumChunkBytes);
    }

    /// <summary>The message that <see cref="Read"/> went to: valid until it is called again.</summary>
    /// <exception cref="InvalidOperationException">Read was not called, or returned false.</exception>
    public McapMessage Current
    {
        get
        {
            if (_current is null)
            {
                throw new InvalidOperationException("there is no message: Read was not called, or returned false");
            }

            McapMessage.Parse(_current.Bytes.AsSpan(_contentOffset, _contentLength), out McapMessage message);
            return message;
        }
    }

    /// <summary>Goes to the next message.</summary>
    /// <returns>Whether there is one; what could not be read is in the reader's problems.</returns>
    public bool Read()
    {
        if (_current is { } last)
        {
            _current = null;
            if (last.HasNext)
            {
                _open.Enqueue(last, (last.NextTime, last.Offset));
            }
            else
            {
                _free.Push(last);
            }
        }

        while (_nextPlace < _places.Length && (!_open.TryPeek(out _, out (ulong Time, long Offset) first) || _places[_nextPlace].StartTime <= first.Time))
        {
            Open(_places[_nextPlace++]);
        }

        if (!_open.TryDequeue(out McapUnpackedPlace? place, out _))
        {
            return false;
        }

        McapIndexEntry entry = place.TakeNext();
        _current = place;
        _contentOffset = entry.Offset;

        // The length stands ahead of the content, and was checked when the place was opened.
        _contentLength = (int)BinaryPrimitives.ReadUInt64LittleEndian(place.Bytes.AsSpan(entry.Offset - sizeof(ulong)));
        return true;
    }

    /// <summary>Frees the working memory of the decompression.</summary>
    public void Dispose() => _unpacker.Dispose();

    private void Open(McapPlace place)
    {
        while (_heldBytes > _reader.Options.MaximumOpenBytes && _free.TryPop(out McapUnpackedPlace? idle))
        {
            _heldBytes -= idle.HeldBytes;
        }

        McapUnpackedPlace unpacked = _free.TryPop(out McapUnpackedPlace? reused) ? reused : new McapUnpackedPlace();
        long heldBefore = reused?.HeldBytes ?? 0;
        unpacked.Begin(place.Offset);
        McapRejection rejection = _heldBytes > _reader.Options.MaximumOpenBytes ? McapRejection.TooManyOpenChunks : Fill(unpacked, place);
        if (rejection != McapRejection.None)
        {
            _reader.Report(rejection, place.Offset);
        }

        _heldBytes += unpacked.HeldBytes - heldBefore;
        if (unpacked.HasNext)
        {
            unpacked.Sort();
            _open.Enqueue(unpacked, (unpacked.NextTime, unpacked.Offset));
        }
        else
        {
            _free.Push(unpacked);
        }
    }

    private McapRejection Fill(McapUnpackedPlace unpacked, McapPlace place)
    {
        int length;
        if (place.IsChunk)
        {
            _walker.Begin(place.Offset, place.Offset + place.Length);
            if (!_walker.Read() || _walker.Opcode != McapOpcode.Chunk || _walker.Next != place.Offset + place.Length)
            {
                return McapRejection.BadIndex;
            }

            McapRejection rejection = _walker.Load(out ReadOnlySpan<byte> content);
            if (rejection != McapRejection.None || (rejection = _unpacker.Unpack(content, ref unpacked.Bytes, out length)) != McapRejection.None)
            {
                return rejection;
            }
        }
        else
        {
            // A run is bounded by what the scan puts together: 4 MiB and one record.
            length = (int)place.Length;
            if (unpacked.Bytes.Length < length)
            {
                unpacked.Bytes = GC.AllocateUninitializedArray<byte>(length);
            }

            if (!_reader.File.TryRead(place.Offset, unpacked.Bytes.AsSpan(0, length)))
            {
                return McapRejection.Truncated;
            }
        }

        return TakeMessages(unpacked, place, length);
    }

    private McapRejection TakeMessages(McapUnpackedPlace unpacked, McapPlace place, int length)
    {
        bool isOutside = false;
        bool isUnknown = false;
        McapInnerRecords records = new(unpacked.Bytes.AsSpan(0, length));
        McapRejection rejection = McapRejection.None;
        while (records.Read())
        {
            if (records.Opcode != McapOpcode.Message)
            {
                rejection = records.Opcode == McapOpcode.Chunk ? McapRejection.NestedChunk : rejection;
                continue;
            }

            McapRejection parsed = McapMessage.Parse(records.Content, out McapMessage message);
            if (parsed != McapRejection.None)
            {
                rejection = parsed;
                continue;
            }

            isUnknown |= !_reader.Channels.ContainsKey(message.ChannelId);
            if (_wanted[message.ChannelId] && message.LogTime >= _startTime && message.LogTime <= _endTime)
            {
                isOutside |= message.LogTime < place.StartTime || message.LogTime > place.EndTime;
                unpacked.Add(new McapIndexEntry(message.LogTime, records.ContentOffset, message.ChannelId));
            }
        }

        return records.Rejection != McapRejection.None ? records.Rejection
            : rejection != McapRejection.None ? rejection
            : isUnknown ? McapRejection.UnknownChannel
            : isOutside ? McapRejection.TimeOutsideChunk
            : McapRejection.None;
    }
}
