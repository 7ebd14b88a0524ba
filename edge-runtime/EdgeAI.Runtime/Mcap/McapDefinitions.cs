namespace EdgeAI.Runtime.Mcap;

/// <summary>The schemas and channels of a recording, in the order in which they were added. Any thread may add and ask.</summary>
internal sealed class McapDefinitions
{
    private readonly Lock _gate = new();
    private readonly List<McapSchema> _schemas = [];
    private readonly List<McapChannel> _channels = [];

    /// <summary>How many channels there are: their numbers begin at 1 and have no holes.</summary>
    public int ChannelCount { get; private set; }

    public ushort AddSchema(string name, string encoding, ReadOnlySpan<byte> data)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(encoding);
        if (encoding.Length == 0 && data.Length > 0)
        {
            throw new ArgumentException($"schema '{name}' has data and no encoding; name the encoding, such as ros2msg", nameof(encoding));
        }

        lock (_gate)
        {
            McapSchema schema = new(NextId(_schemas.Count), name, encoding, data.ToArray());
            _schemas.Add(schema);
            return schema.Id;
        }
    }

    public ushort AddChannel(string topic, string messageEncoding, ushort schemaId, IReadOnlyDictionary<string, string>? metadata)
    {
        ArgumentNullException.ThrowIfNull(topic);
        ArgumentNullException.ThrowIfNull(messageEncoding);
        lock (_gate)
        {
            if (schemaId > _schemas.Count)
            {
                throw new ArgumentOutOfRangeException(nameof(schemaId), $"channel '{topic}' names schema {schemaId}, which was not added");
            }

            Dictionary<string, string> copy = metadata is null ? [] : new(metadata);
            McapChannel channel = new(NextId(_channels.Count), schemaId, topic, messageEncoding, copy);
            _channels.Add(channel);
            ChannelCount = _channels.Count;
            return channel.Id;
        }
    }

    /// <summary>Writes what was added after the first so many, schemas ahead of channels, and counts it in.</summary>
    public void WriteFrom(ref int schemas, ref int channels, McapRecordBuffer schemaBuffer, McapRecordBuffer channelBuffer)
    {
        lock (_gate)
        {
            for (; schemas < _schemas.Count; schemas++)
            {
                schemaBuffer.Schema(_schemas[schemas]);
            }

            for (; channels < _channels.Count; channels++)
            {
                channelBuffer.Channel(_channels[channels]);
            }
        }
    }

    private static ushort NextId(int count) =>
        count < ushort.MaxValue ? (ushort)(count + 1) : throw new InvalidOperationException("a recording has at most 65535 schemas and as many channels");
}
