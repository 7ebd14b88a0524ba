namespace EdgeAI.Runtime.Mcap;

/// <summary>One message ("Message"), borrowed from its reader: valid until the reader reads on.</summary>
public readonly ref struct McapMessage
{
    internal const int FixedBytes = sizeof(ushort) + sizeof(uint) + sizeof(ulong) + sizeof(ulong);

    private McapMessage(ushort channelId, uint sequence, ulong logTime, ulong publishTime, ReadOnlySpan<byte> data)
    {
        ChannelId = channelId;
        Sequence = sequence;
        LogTime = logTime;
        PublishTime = publishTime;
        Data = data;
    }

    /// <summary>The channel's number in the file.</summary>
    public ushort ChannelId { get; }

    /// <summary>The publisher's counter.</summary>
    public uint Sequence { get; }

    /// <summary>When it was recorded, in nanoseconds of the recording's epoch.</summary>
    public ulong LogTime { get; }

    /// <summary>When it was published, in nanoseconds of the recording's epoch.</summary>
    public ulong PublishTime { get; }

    /// <summary>The message, as the channel says it is encoded.</summary>
    public ReadOnlySpan<byte> Data { get; }

    internal static McapRejection Parse(ReadOnlySpan<byte> content, out McapMessage message)
    {
        McapFieldReader fields = new(content);
        message = new McapMessage(fields.UInt16(), fields.UInt32(), fields.UInt64(), fields.UInt64(), fields.Rest());
        return fields.Rejection;
    }
}
