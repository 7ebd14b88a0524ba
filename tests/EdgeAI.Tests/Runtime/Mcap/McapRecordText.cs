using EdgeAI.Runtime.Mcap;

namespace EdgeAI.Tests.Runtime.Mcap;

/// <summary>The records of a whole file as lines, those of chunks in place of the chunk: the form of the conformance files, fields by name.</summary>
internal static class McapRecordText
{
    public static string[] Of(byte[] bytes)
    {
        List<string> lines = [];
        McapFileBytes file = new(new MemoryStream(bytes));
        McapRecordWalker walker = new(file, 1 << 20);
        using McapChunkUnpacker unpacker = new(1 << 20);
        walker.Begin(8, bytes.Length - 8);
        while (walker.Read())
        {
            Assert.Equal(McapRejection.None, walker.Load(out ReadOnlySpan<byte> content));
            if (walker.Opcode == McapOpcode.Chunk)
            {
                byte[] unpacked = [];
                Assert.Equal(McapRejection.None, unpacker.Unpack(content, ref unpacked, out int length));
                McapInnerRecords records = new(unpacked.AsSpan(0, length));
                while (records.Read())
                {
                    lines.Add(Describe(records.Opcode, records.Content));
                }
            }
            else if (walker.Opcode is not (McapOpcode.MessageIndex or > McapOpcode.DataEnd))
            {
                lines.Add(Describe(walker.Opcode, content));
            }
        }

        Assert.Equal(McapRejection.None, walker.Rejection);
        return [.. lines];
    }

    private static string Describe(McapOpcode opcode, ReadOnlySpan<byte> content)
    {
        McapRejection rejection;
        string text;
        switch (opcode)
        {
            case McapOpcode.Header:
                rejection = McapHeader.Parse(content, out McapHeader header);
                text = $"Header library={header.Library} profile={header.Profile}";
                break;
            case McapOpcode.Schema:
                rejection = McapSchema.Parse(content, out McapSchema schema);
                text = $"Schema data={Convert.ToHexString(schema.Data)} encoding={schema.Encoding} id={schema.Id} name={schema.Name}";
                break;
            case McapOpcode.Channel:
                rejection = McapChannel.Parse(content, out McapChannel channel);
                text = $"Channel id={channel.Id} message_encoding={channel.MessageEncoding} metadata={Map(channel.Metadata)} schema_id={channel.SchemaId} topic={channel.Topic}";
                break;
            case McapOpcode.Message:
                rejection = McapMessage.Parse(content, out McapMessage message);
                text = $"Message channel_id={message.ChannelId} data={Convert.ToHexString(message.Data)} log_time={message.LogTime} publish_time={message.PublishTime} sequence={message.Sequence}";
                break;
            case McapOpcode.Statistics:
                rejection = McapStatistics.Parse(content, out McapStatistics of);
                text = $"Statistics attachment_count={of.AttachmentCount} channel_count={of.ChannelCount} channel_message_counts={Map(of.ChannelMessageCounts)} chunk_count={of.ChunkCount} "
                    + $"message_count={of.MessageCount} message_end_time={of.EndTime} message_start_time={of.StartTime} metadata_count={of.MetadataCount} schema_count={of.SchemaCount}";
                break;
            case McapOpcode.ChunkIndex:
                rejection = McapChunkIndex.Parse(content, out McapChunkIndex chunk);
                text = $"ChunkIndex chunk_length={chunk.Length} chunk_start_offset={chunk.Offset} compressed_size={chunk.CompressedSize} compression={chunk.Compression} message_end_time={chunk.EndTime} "
                    + $"message_index_length={chunk.MessageIndexLength} message_index_offsets={Map(chunk.MessageIndexOffsets)} message_start_time={chunk.StartTime} uncompressed_size={chunk.UncompressedSize}";
                break;
            case McapOpcode.SummaryOffset:
                rejection = McapSummaryOffset.Parse(content, out McapSummaryOffset offset);
                text = $"SummaryOffset group_length={offset.Length} group_opcode={(byte)offset.Group} group_start={offset.Start}";
                break;
            case McapOpcode.Footer:
                rejection = McapFooter.Parse(content, out McapFooter footer);
                text = $"Footer summary_crc={footer.SummaryCrc} summary_offset_start={footer.SummaryOffsetStart} summary_start={footer.SummaryStart}";
                break;
            default:
                McapFieldReader fields = new(content);
                text = $"{opcode} data_section_crc={fields.UInt32()}";
                rejection = fields.Rejection;
                break;
        }

        Assert.Equal(McapRejection.None, rejection);
        return text;
    }

    private static string Map<TKey, TValue>(IEnumerable<KeyValuePair<TKey, TValue>> map) => string.Join(',', map.Select(static entry => $"{entry.Key}:{entry.Value}"));
}
