namespace EdgeAI.Runtime.Mcap;

/// <summary>A stream of messages on one topic ("Channel").</summary>
/// <param name="Id">Its number in the file.</param>
/// <param name="SchemaId">The schema of its messages; 0 for none.</param>
/// <param name="Topic">The topic.</param>
/// <param name="MessageEncoding">How messages are encoded, such as cdr.</param>
/// <param name="Metadata">What else is known of it; the profile ros2 asks for offered_qos_profiles.</param>
public sealed record McapChannel(ushort Id, ushort SchemaId, string Topic, string MessageEncoding, IReadOnlyDictionary<string, string> Metadata)
{
    /// <summary>Whether every field is the same, the metadata by content.</summary>
    public bool Equals(McapChannel? other) =>
        other is not null && Id == other.Id && SchemaId == other.SchemaId && Topic == other.Topic && MessageEncoding == other.MessageEncoding
        && Metadata.Count == other.Metadata.Count && Metadata.All(entry => other.Metadata.TryGetValue(entry.Key, out string? value) && value == entry.Value);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Id, SchemaId, Topic, MessageEncoding);

    internal static McapRejection Parse(ReadOnlySpan<byte> content, out McapChannel channel)
    {
        McapFieldReader fields = new(content);
        ushort id = fields.UInt16();
        ushort schemaId = fields.UInt16();
        channel = new McapChannel(id, schemaId, fields.Text(), fields.Text(), fields.TextMap());
        return fields.Rejection;
    }
}
