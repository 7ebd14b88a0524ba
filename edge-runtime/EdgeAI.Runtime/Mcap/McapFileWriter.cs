using System.IO.Hashing;

namespace EdgeAI.Runtime.Mcap;

/// <summary>
/// One file in the making: every call writes whole records with one write, so that a file that is cut off ends inside one record at most.
/// A write that fails leaves this as it was: the stream may be cut back to <see cref="Length"/> and written on.
/// </summary>
/// <remarks>
/// Schemas and channels stand in the data section ahead of the next chunk ("Data Section"), not inside chunks: a damaged chunk then takes
/// no definition with it.
/// </remarks>
internal sealed class McapFileWriter : IDisposable
{
    private readonly Stream _stream;
    private readonly McapDefinitions _definitions;
    private readonly McapChunkCompressor _compressor;
    private readonly McapRecordBuffer _output;
    private readonly McapRecordBuffer _channelOutput = new(1024);
    private readonly McapRecordBuffer _chunkIndexes = new(4096);
    private readonly McapRecordBuffer _attachmentIndexes = new(256);
    private readonly McapRecordBuffer _metadataIndexes = new(256);
    private readonly Crc32 _dataCrc = new();
    private readonly List<ushort> _chunkChannels = [];
    private int[] _indexPositions = [];
    private ulong[] _channelCounts = [];
    private int _writtenSchemas;
    private int _writtenChannels;
    private ulong _messages;
    private uint _attachments;
    private uint _metadata;
    private uint _chunks;
    private ulong _startTime = ulong.MaxValue;
    private ulong _endTime;

    /// <summary>Begins a file: magic bytes and header.</summary>
    public McapFileWriter(Stream stream, McapHeader header, McapCompression compression, int chunkBytes, McapDefinitions definitions)
    {
        _stream = stream;
        _definitions = definitions;
        _compressor = new McapChunkCompressor(compression);
        _output = new McapRecordBuffer(_compressor.Bound(chunkBytes) + (chunkBytes / 2) + 4096);
        _output.Bytes(McapFormat.Magic);
        _output.Header(header);
        Emit();
    }

    /// <summary>How many bytes the file has.</summary>
    public long Length { get; private set; }

    /// <summary>How many bytes the index of its chunks has, which is held in memory until the file ends.</summary>
    public int IndexBytes => _chunkIndexes.Length;

    /// <summary>Writes a chunk with what was defined since the last, and its message indexes.</summary>
    public void WriteChunk(McapChunkBuffer chunk)
    {
        int schemas = _writtenSchemas;
        int channels = _writtenChannels;
        _output.Clear();
        WriteDefinitions(ref schemas, ref channels);
        long chunkOffset = Length + _output.Length;
        int chunkBegun = _output.BeginRecord(McapOpcode.Chunk);
        _output.UInt64(chunk.StartTime);
        _output.UInt64(chunk.EndTime);
        _output.UInt64((ulong)chunk.Records.Length);
        _output.UInt32(Crc32.HashToUInt32(chunk.Records));
        int compressed = WriteRecords(chunk.Records, out McapCompression compression);
        _output.EndRecord(chunkBegun);
        ulong chunkLength = (ulong)(Length + _output.Length - chunkOffset);
        int indexesBegun = _output.Length;
        WriteMessageIndexes(chunk);
        int indexLength = _output.Length - indexesBegun;
        Emit();

        // Only what stands in the file is remembered.
        _writtenSchemas = schemas;
        _writtenChannels = channels;
        _chunks++;
        _messages += (ulong)chunk.Count;
        _startTime = Math.Min(_startTime, chunk.StartTime);
        _endTime = Math.Max(_endTime, chunk.EndTime);
        AddChunkIndex(chunk, chunkOffset, chunkLength, indexesBegun, indexLength, compression, compressed);
    }

    /// <summary>Writes an attachment.</summary>
    public void WriteAttachment(McapAttachment attachment)
    {
        _output.Clear();
        _output.Attachment(attachment);
        long offset = Length;
        Emit();
        _attachments++;
        _attachmentIndexes.AttachmentIndex(new McapAttachmentIndex(
            (ulong)offset, (ulong)(Length - offset), attachment.LogTime, attachment.CreateTime, (ulong)attachment.Data.Length, attachment.Name, attachment.MediaType));
    }

    /// <summary>Writes metadata.</summary>
    public void WriteMetadata(McapMetadata metadata)
    {
        _output.Clear();
        _output.Metadata(metadata);
        long offset = Length;
        Emit();
        _metadata++;
        _metadataIndexes.MetadataIndex(new McapMetadataIndex((ulong)offset, (ulong)(Length - offset), metadata.Name));
    }

    /// <summary>Ends the file: end of data, summary, summary offsets, footer, magic bytes.</summary>
    public void Finish()
    {
        _output.Clear();
        WriteDefinitions(ref _writtenSchemas, ref _writtenChannels);
        Emit();
        uint dataCrc = _dataCrc.GetCurrentHashAsUInt32();
        _output.Clear();
        _output.DataEnd(dataCrc);
        Emit();
        _output.Clear();
        WriteSummary();
        _output.Bytes(McapFormat.Magic);
        Emit();
    }

    /// <summary>Frees the compressor; the stream is the caller's.</summary>
    public void Dispose() => _compressor.Dispose();

    private void WriteDefinitions(ref int schemas, ref int channels)
    {
        _channelOutput.Clear();
        _definitions.WriteFrom(ref schemas, ref channels, _output, _channelOutput);
        _output.Bytes(_channelOutput.Written);
        if (_channelCounts.Length <= channels)
        {
            Array.Resize(ref _channelCounts, channels + 1);
            Array.Resize(ref _indexPositions, channels + 1);
        }
    }

    private int WriteRecords(ReadOnlySpan<byte> records, out McapCompression compression)
    {
        // The name of the compression and the packed length stand in front of the records and are known only behind them.
        const int longestName = 4;
        int fieldsBytes = sizeof(uint) + longestName + sizeof(ulong);
        Span<byte> room = _output.Room(fieldsBytes + _compressor.Bound(records.Length));
        Span<byte> packed = room[fieldsBytes..];
        int length = _compressor.Compress(records, packed, out compression);
        ReadOnlySpan<byte> name = McapCompressionNames.Of(compression);
        int begun = sizeof(uint) + name.Length + sizeof(ulong);
        packed[..length].CopyTo(room[begun..]);
        _output.Bytes32(name);
        _output.UInt64((ulong)length);
        _output.Advance(length);
        return length;
    }

    private void WriteMessageIndexes(McapChunkBuffer chunk)
    {
        const int entryBytes = sizeof(ulong) + sizeof(ulong);
        foreach (ushort channel in _chunkChannels)
        {
            _indexPositions[channel] = 0;
        }

        _chunkChannels.Clear();
        foreach (McapIndexEntry entry in chunk.Index)
        {
            if (_indexPositions[entry.ChannelId]++ == 0)
            {
                _chunkChannels.Add(entry.ChannelId);
            }
        }

        foreach (ushort channel in _chunkChannels)
        {
            int begun = _output.BeginRecord(McapOpcode.MessageIndex);
            _output.UInt16(channel);
            int list = _output.BeginList();
            int bytes = _indexPositions[channel] * entryBytes;
            _output.Room(bytes);
            _indexPositions[channel] = _output.Length;
            _output.Advance(bytes);
            _output.EndList(list);
            _output.EndRecord(begun);
        }

        foreach (McapIndexEntry entry in chunk.Index)
        {
            _output.PatchIndexEntry(_indexPositions[entry.ChannelId], entry.LogTime, (ulong)entry.Offset);
            _indexPositions[entry.ChannelId] += entryBytes;
        }
    }

    private void AddChunkIndex(McapChunkBuffer chunk, long offset, ulong length, int indexesBegun, int indexLength, McapCompression compression, int compressed)
    {
        int begun = _chunkIndexes.BeginRecord(McapOpcode.ChunkIndex);
        _chunkIndexes.UInt64(chunk.StartTime);
        _chunkIndexes.UInt64(chunk.EndTime);
        _chunkIndexes.UInt64((ulong)offset);
        _chunkIndexes.UInt64(length);
        int map = _chunkIndexes.BeginList();
        const int entryBytes = sizeof(ulong) + sizeof(ulong);
        const int indexOverhead = McapFormat.RecordPrefixBytes + sizeof(ushort) + sizeof(uint);
        long position = offset + (long)length;
        int end = indexesBegun;
        foreach (ushort channel in _chunkChannels)
        {
            _chunkIndexes.UInt16(channel);
            _chunkIndexes.UInt64((ulong)position);

            // Filling an index left its end in the table: from there to the end of the one before it are this channel's messages.
            int bytes = _indexPositions[channel] - end;
            _channelCounts[channel] += (ulong)((bytes - indexOverhead) / entryBytes);
            position += bytes;
            end = _indexPositions[channel];
        }

        _chunkIndexes.EndList(map);
        _chunkIndexes.UInt64((ulong)indexLength);
        _chunkIndexes.Bytes32(McapCompressionNames.Of(compression));
        _chunkIndexes.UInt64((ulong)compressed);
        _chunkIndexes.UInt64((ulong)chunk.Records.Length);
        _chunkIndexes.EndRecord(begun);
    }

    private void WriteSummary()
    {
        long summaryStart = Length;
        List<McapSummaryOffset> offsets = [];
        McapRecordBuffer schemas = new(4096);
        McapRecordBuffer channels = new(4096);
        int schemaCount = 0;
        int channelCount = 0;
        _definitions.WriteFrom(ref schemaCount, ref channelCount, schemas, channels);
        McapRecordBuffer statistics = new(256);
        statistics.Statistics(new McapStatistics(
            _messages, (ushort)schemaCount, (uint)channelCount, _attachments, _metadata, _chunks, _messages == 0 ? 0 : _startTime, _endTime, CountsOfChannels()));
        AddGroup(McapOpcode.Schema, schemas);
        AddGroup(McapOpcode.Channel, channels);
        AddGroup(McapOpcode.Statistics, statistics);
        AddGroup(McapOpcode.ChunkIndex, _chunkIndexes);
        AddGroup(McapOpcode.AttachmentIndex, _attachmentIndexes);
        AddGroup(McapOpcode.MetadataIndex, _metadataIndexes);
        ulong offsetStart = (ulong)(summaryStart + _output.Length);
        foreach (McapSummaryOffset offset in offsets)
        {
            _output.SummaryOffset(offset);
        }

        _output.Footer((ulong)summaryStart, offsetStart);

        void AddGroup(McapOpcode opcode, McapRecordBuffer records)
        {
            if (records.Length > 0)
            {
                offsets.Add(new McapSummaryOffset(opcode, (ulong)(summaryStart + _output.Length), (ulong)records.Length));
                _output.Bytes(records.Written);
            }
        }
    }

    private KeyValuePair<ushort, ulong>[] CountsOfChannels() =>
        [.. _channelCounts.Select(static (count, channel) => KeyValuePair.Create((ushort)channel, count)).Where(static entry => entry.Value > 0)];

    private void Emit()
    {
        _stream.Write(_output.Written);
        _stream.Flush();
        _dataCrc.Append(_output.Written);
        Length += _output.Length;
    }
}
