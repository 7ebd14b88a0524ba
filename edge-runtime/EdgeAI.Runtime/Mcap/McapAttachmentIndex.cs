namespace EdgeAI.Runtime.Mcap;

/// <summary>Where an attachment is ("Attachment Index").</summary>
/// <param name="Offset">Where its record begins.</param>
/// <param name="Length">The record's length with opcode and length, in bytes.</param>
/// <param name="LogTime">When it was recorded.</param>
/// <param name="CreateTime">When it was made; 0 where that is not known.</param>
/// <param name="DataSize">How much it holds, in bytes.</param>
/// <param name="Name">Its name.</param>
/// <param name="MediaType">Its media type.</param>
public sealed record McapAttachmentIndex(ulong Offset, ulong Length, ulong LogTime, ulong CreateTime, ulong DataSize, string Name, string MediaType)
{
    internal static McapRejection Parse(ReadOnlySpan<byte> content, out McapAttachmentIndex index)
    {
        McapFieldReader fields = new(content);
        index = new McapAttachmentIndex(fields.UInt64(), fields.UInt64(), fields.UInt64(), fields.UInt64(), fields.UInt64(), fields.Text(), fields.Text());
        return fields.Rejection;
    }
}
