namespace EdgeAI.Runtime.Mcap;

/// <summary>Where a metadata record is ("Metadata Index").</summary>
/// <param name="Offset">Where the record begins.</param>
/// <param name="Length">The record's length with opcode and length, in bytes.</param>
/// <param name="Name">What its facts are about.</param>
public sealed record McapMetadataIndex(ulong Offset, ulong Length, string Name)
{
    internal static McapRejection Parse(ReadOnlySpan<byte> content, out McapMetadataIndex index)
    {
        McapFieldReader fields = new(content);
        index = new McapMetadataIndex(fields.UInt64(), fields.UInt64(), fields.Text());
        return fields.Rejection;
    }
}
