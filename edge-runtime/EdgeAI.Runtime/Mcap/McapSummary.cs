namespace EdgeAI.Runtime.Mcap;

/// <summary>What is known of a file beside its messages, from its own summary or from reading it through. Keeps within a budget of bytes.</summary>
internal sealed class McapSummary(long budgetBytes)
{
    private const int PlaceBytes = 64;

    private long _budgetBytes = budgetBytes;

    public Dictionary<ushort, McapSchema> Schemas { get; } = [];

    public Dictionary<ushort, McapChannel> Channels { get; } = [];

    public List<McapPlace> Places { get; } = [];

    public List<McapAttachmentIndex> Attachments { get; } = [];

    public List<McapMetadataIndex> Metadata { get; } = [];

    public McapStatistics? Statistics { get; set; }

    /// <summary>Whether something of this size may be kept; it then counts.</summary>
    public McapRejection Claim(long bytes)
    {
        if (bytes > _budgetBytes)
        {
            return McapRejection.RecordTooLarge;
        }

        _budgetBytes -= bytes;
        return McapRejection.None;
    }

    /// <summary>Takes a schema; one that is there already must be the same.</summary>
    public McapRejection AddSchema(ReadOnlySpan<byte> content)
    {
        McapRejection rejection = McapSchema.Parse(content, out McapSchema schema);
        if (rejection != McapRejection.None)
        {
            return rejection;
        }

        // "A Schema record with an id of zero is invalid and should be ignored by readers."
        if (schema.Id == 0)
        {
            return McapRejection.UnknownSchema;
        }

        if (Schemas.TryGetValue(schema.Id, out McapSchema? known))
        {
            return known.Equals(schema) ? McapRejection.None : McapRejection.ConflictingDefinition;
        }

        rejection = Claim(content.Length);
        if (rejection == McapRejection.None)
        {
            Schemas.Add(schema.Id, schema);
        }

        return rejection;
    }

    /// <summary>Takes a channel; one that is there already must be the same, and its schema must be known.</summary>
    public McapRejection AddChannel(ReadOnlySpan<byte> content)
    {
        McapRejection rejection = McapChannel.Parse(content, out McapChannel channel);
        if (rejection != McapRejection.None)
        {
            return rejection;
        }

        if (Channels.TryGetValue(channel.Id, out McapChannel? known))
        {
            return known.Equals(channel) ? McapRejection.None : McapRejection.ConflictingDefinition;
        }

        if (channel.SchemaId != 0 && !Schemas.ContainsKey(channel.SchemaId))
        {
            return McapRejection.UnknownSchema;
        }

        rejection = Claim(content.Length);
        if (rejection == McapRejection.None)
        {
            Channels.Add(channel.Id, channel);
        }

        return rejection;
    }

    public McapRejection AddPlace(McapPlace place)
    {
        McapRejection rejection = Claim(PlaceBytes + (place.Channels.Count * (sizeof(ushort) + sizeof(ulong))));
        if (rejection == McapRejection.None)
        {
            Places.Add(place);
        }

        return rejection;
    }
}
