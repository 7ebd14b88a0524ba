using System.Buffers.Binary;
using System.IO.Hashing;

namespace EdgeAI.Runtime.Mcap;

/// <summary>Each record of the format as bytes ("Records"), field by field in the order of its table.</summary>
internal static class McapRecords
{
    /// <summary>Writes a message record into exactly as many bytes as it takes.</summary>
    public static void WriteMessage(Span<byte> target, ushort channelId, uint sequence, ulong logTime, ulong publishTime, ReadOnlySpan<byte> data)
    {
        target[0] = (byte)McapOpcode.Message;
        BinaryPrimitives.WriteUInt64LittleEndian(target[1..], (ulong)(McapMessage.FixedBytes + data.Length));
        BinaryPrimitives.WriteUInt16LittleEndian(target[9..], channelId);
        BinaryPrimitives.WriteUInt32LittleEndian(target[11..], sequence);
        BinaryPrimitives.WriteUInt64LittleEndian(target[15..], logTime);
        BinaryPrimitives.WriteUInt64LittleEndian(target[23..], publishTime);
        data.CopyTo(target[McapFormat.MessageOverheadBytes..]);
    }

    public static void Header(this McapRecordBuffer buffer, McapHeader header)
    {
        int begun = buffer.BeginRecord(McapOpcode.Header);
        buffer.Text(header.Profile);
        buffer.Text(header.Library);
        buffer.EndRecord(begun);
    }

    public static void Schema(this McapRecordBuffer buffer, McapSchema schema)
    {
        int begun = buffer.BeginRecord(McapOpcode.Schema);
        buffer.UInt16(schema.Id);
        buffer.Text(schema.Name);
        buffer.Text(schema.Encoding);
        buffer.Bytes32(schema.Data);
        buffer.EndRecord(begun);
    }

    public static void Channel(this McapRecordBuffer buffer, McapChannel channel)
    {
        int begun = buffer.BeginRecord(McapOpcode.Channel);
        buffer.UInt16(channel.Id);
        buffer.UInt16(channel.SchemaId);
        buffer.Text(channel.Topic);
        buffer.Text(channel.MessageEncoding);
        buffer.TextMap(channel.Metadata);
        buffer.EndRecord(begun);
    }

    public static void Message(this McapRecordBuffer buffer, ushort channelId, uint sequence, ulong logTime, ulong publishTime, ReadOnlySpan<byte> data)
    {
        int length = McapFormat.MessageOverheadBytes + data.Length;
        WriteMessage(buffer.Room(length), channelId, sequence, logTime, publishTime, data);
        buffer.Advance(length);
    }

    public static void ChunkIndex(this McapRecordBuffer buffer, McapChunkIndex index)
    {
        int begun = buffer.BeginRecord(McapOpcode.ChunkIndex);
        buffer.UInt64(index.StartTime);
        buffer.UInt64(index.EndTime);
        buffer.UInt64(index.Offset);
        buffer.UInt64(index.Length);
        buffer.NumberMap(index.MessageIndexOffsets);
        buffer.UInt64(index.MessageIndexLength);
        buffer.Text(index.Compression);
        buffer.UInt64(index.CompressedSize);
        buffer.UInt64(index.UncompressedSize);
        buffer.EndRecord(begun);
    }

    public static void Attachment(this McapRecordBuffer buffer, McapAttachment attachment)
    {
        int begun = buffer.BeginRecord(McapOpcode.Attachment);
        buffer.UInt64(attachment.LogTime);
        buffer.UInt64(attachment.CreateTime);
        buffer.Text(attachment.Name);
        buffer.Text(attachment.MediaType);
        buffer.UInt64((ulong)attachment.Data.Length);
        buffer.Bytes(attachment.Data);
        buffer.UInt32(Crc32.HashToUInt32(buffer.Written[begun..]));
        buffer.EndRecord(begun);
    }

    public static void AttachmentIndex(this McapRecordBuffer buffer, McapAttachmentIndex index)
    {
        int begun = buffer.BeginRecord(McapOpcode.AttachmentIndex);
        buffer.UInt64(index.Offset);
        buffer.UInt64(index.Length);
        buffer.UInt64(index.LogTime);
        buffer.UInt64(index.CreateTime);
        buffer.UInt64(index.DataSize);
        buffer.Text(index.Name);
        buffer.Text(index.MediaType);
        buffer.EndRecord(begun);
    }

    public static void Metadata(this McapRecordBuffer buffer, McapMetadata metadata)
    {
        int begun = buffer.BeginRecord(McapOpcode.Metadata);
        buffer.Text(metadata.Name);
        buffer.TextMap(metadata.Values);
        buffer.EndRecord(begun);
    }

    public static void MetadataIndex(this McapRecordBuffer buffer, McapMetadataIndex index)
    {
        int begun = buffer.BeginRecord(McapOpcode.MetadataIndex);
        buffer.UInt64(index.Offset);
        buffer.UInt64(index.Length);
        buffer.Text(index.Name);
        buffer.EndRecord(begun);
    }

    public static void Statistics(this McapRecordBuffer buffer, McapStatistics statistics)
    {
        int begun = buffer.BeginRecord(McapOpcode.Statistics);
        buffer.UInt64(statistics.MessageCount);
        buffer.UInt16(statistics.SchemaCount);
        buffer.UInt32(statistics.ChannelCount);
        buffer.UInt32(statistics.AttachmentCount);
        buffer.UInt32(statistics.MetadataCount);
        buffer.UInt32(statistics.ChunkCount);
        buffer.UInt64(statistics.StartTime);
        buffer.UInt64(statistics.EndTime);
        buffer.NumberMap(statistics.ChannelMessageCounts);
        buffer.EndRecord(begun);
    }

    public static void SummaryOffset(this McapRecordBuffer buffer, McapSummaryOffset offset)
    {
        int begun = buffer.BeginRecord(McapOpcode.SummaryOffset);
        buffer.Byte((byte)offset.Group);
        buffer.UInt64(offset.Start);
        buffer.UInt64(offset.Length);
        buffer.EndRecord(begun);
    }

    public static void DataEnd(this McapRecordBuffer buffer, uint dataSectionCrc)
    {
        int begun = buffer.BeginRecord(McapOpcode.DataEnd);
        buffer.UInt32(dataSectionCrc);
        buffer.EndRecord(begun);
    }

    /// <summary>Writes the footer; its checksum covers what the buffer holds, which has to begin with the summary ("Footer").</summary>
    public static void Footer(this McapRecordBuffer buffer, ulong summaryStart, ulong summaryOffsetStart)
    {
        int begun = buffer.BeginRecord(McapOpcode.Footer);
        buffer.UInt64(summaryStart);
        buffer.UInt64(summaryOffsetStart);

        // The length stands in front of the checksum and is covered by it.
        buffer.PatchUInt64(begun - sizeof(ulong), McapFooter.Length);
        buffer.UInt32(Crc32.HashToUInt32(buffer.Written));
        buffer.EndRecord(begun);
    }

    private static void NumberMap(this McapRecordBuffer buffer, IReadOnlyList<KeyValuePair<ushort, ulong>> map)
    {
        int begun = buffer.BeginList();
        foreach ((ushort key, ulong value) in map)
        {
            buffer.UInt16(key);
            buffer.UInt64(value);
        }

        buffer.EndList(begun);
    }
}
