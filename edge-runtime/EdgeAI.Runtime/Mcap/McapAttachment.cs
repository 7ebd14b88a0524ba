using System.IO.Hashing;

namespace EdgeAI.Runtime.Mcap;

/// <summary>A file kept inside the recording ("Attachment").</summary>
/// <param name="LogTime">When it was recorded, in nanoseconds of the recording's epoch.</param>
/// <param name="CreateTime">When it was made; 0 where that is not known.</param>
/// <param name="Name">Its name.</param>
/// <param name="MediaType">Its media type, such as application/json.</param>
/// <param name="Data">What it holds.</param>
public sealed record McapAttachment(ulong LogTime, ulong CreateTime, string Name, string MediaType, byte[] Data)
{
    internal static McapRejection Parse(ReadOnlySpan<byte> content, out McapAttachment attachment)
    {
        McapFieldReader fields = new(content);
        attachment = new McapAttachment(fields.UInt64(), fields.UInt64(), fields.Text(), fields.Text(), fields.Bytes64().ToArray());
        int covered = content.Length - fields.Remaining;
        uint crc = fields.UInt32();
        return fields.Rejection == McapRejection.None && crc != 0 && crc != Crc32.HashToUInt32(content[..covered])
            ? McapRejection.AttachmentCrcMismatch
            : fields.Rejection;
    }
}
