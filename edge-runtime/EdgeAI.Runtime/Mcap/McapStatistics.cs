namespace EdgeAI.Runtime.Mcap;

/// <summary>How much a file holds ("Statistics").</summary>
/// <param name="MessageCount">Messages.</param>
/// <param name="SchemaCount">Schemas.</param>
/// <param name="ChannelCount">Channels.</param>
/// <param name="AttachmentCount">Attachments.</param>
/// <param name="MetadataCount">Metadata records.</param>
/// <param name="ChunkCount">Chunks.</param>
/// <param name="StartTime">The earliest log time; 0 without messages.</param>
/// <param name="EndTime">The latest log time; 0 without messages.</param>
/// <param name="ChannelMessageCounts">Messages of each channel, by its number; empty where they were not counted.</param>
public sealed record McapStatistics(
    ulong MessageCount,
    ushort SchemaCount,
    uint ChannelCount,
    uint AttachmentCount,
    uint MetadataCount,
    uint ChunkCount,
    ulong StartTime,
    ulong EndTime,
    IReadOnlyList<KeyValuePair<ushort, ulong>> ChannelMessageCounts)
{
    internal static McapRejection Parse(ReadOnlySpan<byte> content, out McapStatistics statistics)
    {
        McapFieldReader fields = new(content);
        statistics = new McapStatistics(
            fields.UInt64(), fields.UInt16(), fields.UInt32(), fields.UInt32(), fields.UInt32(), fields.UInt32(), fields.UInt64(), fields.UInt64(), fields.NumberMap());
        return fields.Rejection;
    }
}
