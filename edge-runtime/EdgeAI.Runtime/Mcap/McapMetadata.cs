namespace EdgeAI.Runtime.Mcap;

/// <summary>Named facts about the recording ("Metadata").</summary>
/// <param name="Name">What they are about.</param>
/// <param name="Values">The facts.</param>
public sealed record McapMetadata(string Name, IReadOnlyDictionary<string, string> Values)
{
    internal static McapRejection Parse(ReadOnlySpan<byte> content, out McapMetadata metadata)
    {
        McapFieldReader fields = new(content);
        metadata = new McapMetadata(fields.Text(), fields.TextMap());
        return fields.Rejection;
    }
}
