namespace EdgeAI.Runtime.Mcap;

/// <summary>Reads a file through once and makes the summary that it lacks; every chunk is unpacked and checked on the way.</summary>
internal sealed class McapScan(McapFileBytes file, McapReaderOptions options, McapProblems problems)
{
    /// <summary>How long a run of messages outside of chunks may become before the next begins, in bytes.</summary>
    private const long RunBytes = 4 << 20;

    private readonly McapSummary _summary = new(options.MaximumSummaryBytes);
    private readonly McapRecordWalker _walker = new(file, options.MaximumRecordBytes);
    private readonly Dictionary<ushort, ulong> _channelCounts = [];
    private byte[] _unpacked = [];
    private McapPlace? _run;
    private ulong _messages;
    private ulong _startTime = ulong.MaxValue;
    private ulong _endTime;
    private uint _chunks;

    /// <summary>Whether the data section has its end.</summary>
    public bool FoundDataEnd { get; private set; }

    /// <summary>Where the last whole record ends.</summary>
    public long ReadableBytes { get; private set; }

    /// <summary>Reads from the first record behind the header on.</summary>
    public McapSummary Run(long dataStart)
    {
        using McapChunkUnpacker unpacker = new(options.MaximumChunkBytes);
        ReadableBytes = dataStart;
        _walker.Begin(dataStart, file.Length);
        while (!FoundDataEnd && _walker.Read())
        {
            McapRejection rejection = Take(unpacker);
            if (rejection != McapRejection.None)
            {
                problems.Add(rejection, _walker.Offset);
            }

            ReadableBytes = _walker.Next;
        }

        if (!FoundDataEnd)
        {
            problems.Add(_walker.Rejection == McapRejection.None ? McapRejection.Truncated : _walker.Rejection, _walker.Offset);
        }

        EndRun();
        _summary.Statistics = new McapStatistics(
            _messages,
            (ushort)_summary.Schemas.Count,
            (uint)_summary.Channels.Count,
            (uint)_summary.Attachments.Count,
            (uint)_summary.Metadata.Count,
            _chunks,
            _messages == 0 ? 0 : _startTime,
            _endTime,
            [.. _channelCounts.OrderBy(static entry => entry.Key)]);
        return _summary;
    }

    private McapRejection Take(McapChunkUnpacker unpacker)
    {
        switch (_walker.Opcode)
        {
            case McapOpcode.Schema:
            case McapOpcode.Channel:
            case McapOpcode.Message:
            case McapOpcode.Chunk:
            case McapOpcode.Attachment:
            case McapOpcode.Metadata:
            case McapOpcode.DataEnd:
                McapRejection rejection = _walker.Load(out ReadOnlySpan<byte> content);
                return rejection == McapRejection.None ? Take(unpacker, content) : rejection;
            case McapOpcode.MessageIndex:
                return McapRejection.None;
            default:
                // Numbers that this version does not know are skipped; those it knows belong to the start, the summary or the end.
                return _walker.Opcode <= McapOpcode.DataEnd ? McapRejection.MisplacedRecord : McapRejection.None;
        }
    }

    private McapRejection Take(McapChunkUnpacker unpacker, ReadOnlySpan<byte> content)
    {
        McapRejection rejection;
        switch (_walker.Opcode)
        {
            case McapOpcode.Schema:
                return _summary.AddSchema(content);
            case McapOpcode.Channel:
                return _summary.AddChannel(content);
            case McapOpcode.Message:
                return TakeMessage(content);
            case McapOpcode.Chunk:
                return TakeChunk(unpacker, content);
            case McapOpcode.Attachment:
                rejection = McapAttachment.Parse(content, out McapAttachment attachment);
                rejection = rejection == McapRejection.None ? _summary.Claim(content.Length - attachment.Data.Length) : rejection;
                if (rejection == McapRejection.None)
                {
                    _summary.Attachments.Add(new McapAttachmentIndex(
                        (ulong)_walker.Offset, RecordLength, attachment.LogTime, attachment.CreateTime, (ulong)attachment.Data.Length, attachment.Name, attachment.MediaType));
                }

                return rejection;
            case McapOpcode.Metadata:
                rejection = McapMetadata.Parse(content, out McapMetadata metadata);
                rejection = rejection == McapRejection.None ? _summary.Claim(metadata.Name.Length + McapFormat.RecordPrefixBytes) : rejection;
                if (rejection == McapRejection.None)
                {
                    _summary.Metadata.Add(new McapMetadataIndex((ulong)_walker.Offset, RecordLength, metadata.Name));
                }

                return rejection;
            default:
                return TakeDataEnd(content);
        }
    }

    private ulong RecordLength => (ulong)(_walker.Next - _walker.Offset);

    private McapRejection TakeMessage(ReadOnlySpan<byte> content)
    {
        McapRejection rejection = Count(content, out ulong time);
        if (rejection != McapRejection.None)
        {
            return rejection;
        }

        if (_run is { } run && run.Length < RunBytes && run.Offset + run.Length == _walker.Offset)
        {
            _run = run with { StartTime = Math.Min(run.StartTime, time), EndTime = Math.Max(run.EndTime, time), Length = _walker.Next - run.Offset };
            return McapRejection.None;
        }

        rejection = EndRun();
        _run = new McapPlace(time, time, _walker.Offset, _walker.Next - _walker.Offset, false, []);
        return rejection;
    }

    private McapRejection EndRun()
    {
        McapPlace? run = _run;
        _run = null;
        return run is null ? McapRejection.None : _summary.AddPlace(run);
    }

    private McapRejection TakeChunk(McapChunkUnpacker unpacker, ReadOnlySpan<byte> content)
    {
        McapRejection rejection = unpacker.Unpack(content, ref _unpacked, out int length);
        if (rejection != McapRejection.None)
        {
            return rejection;
        }

        ulong start = ulong.MaxValue;
        ulong end = 0;
        McapInnerRecords records = new(_unpacked.AsSpan(0, length));
        while (records.Read())
        {
            McapRejection inner = McapRejection.None;
            switch (records.Opcode)
            {
                case McapOpcode.Schema:
                    inner = _summary.AddSchema(records.Content);
                    break;
                case McapOpcode.Channel:
                    inner = _summary.AddChannel(records.Content);
                    break;
                case McapOpcode.Message:
                    inner = Count(records.Content, out ulong time);
                    start = inner == McapRejection.None ? Math.Min(start, time) : start;
                    end = inner == McapRejection.None ? Math.Max(end, time) : end;
                    break;
                case McapOpcode.Chunk:
                    inner = McapRejection.NestedChunk;
                    break;
                default:
                    inner = records.Opcode <= McapOpcode.DataEnd ? McapRejection.MisplacedRecord : McapRejection.None;
                    break;
            }

            if (inner != McapRejection.None)
            {
                problems.Add(inner, _walker.Offset);
            }
        }

        _chunks++;
        rejection = start <= end ? _summary.AddPlace(new McapPlace(start, end, _walker.Offset, _walker.Next - _walker.Offset, true, [])) : McapRejection.None;
        return rejection == McapRejection.None ? records.Rejection : rejection;
    }

    private McapRejection Count(ReadOnlySpan<byte> content, out ulong time)
    {
        McapRejection rejection = McapMessage.Parse(content, out McapMessage message);
        time = message.LogTime;
        if (rejection != McapRejection.None)
        {
            return rejection;
        }

        if (!_summary.Channels.ContainsKey(message.ChannelId))
        {
            return McapRejection.UnknownChannel;
        }

        System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(_channelCounts, message.ChannelId, out _)++;
        _messages++;
        _startTime = Math.Min(_startTime, time);
        _endTime = Math.Max(_endTime, time);
        return McapRejection.None;
    }

    private McapRejection TakeDataEnd(ReadOnlySpan<byte> content)
    {
        FoundDataEnd = true;
        McapFieldReader fields = new(content);
        uint expected = fields.UInt32();
        if (fields.Rejection != McapRejection.None || expected == 0)
        {
            return fields.Rejection;
        }

        return file.TryChecksum(0, _walker.Offset, out uint actual) && actual == expected ? McapRejection.None : McapRejection.DataCrcMismatch;
    }
}
