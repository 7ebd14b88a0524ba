using System.Buffers.Binary;
using System.Security.Cryptography;

namespace EdgeAI.Records;

/// <summary>
/// The body of a policy change: from this record on, governed frames of the revision were judged by the policy that it holds
/// (RECORDS.md, "Policy change").
/// </summary>
public readonly ref struct PolicyChange
{
    /// <summary>The longest text of a policy in bytes.</summary>
    public const int MaximumTextLength = 60_000;

    private const byte BodyVersion = 1;
    private const int RevisionOffset = 4;
    private const int SinceOffset = 8;
    private const int DigestOffset = 16;
    private const int TextOffset = DigestOffset + SHA256.HashSizeInBytes;

    /// <summary>The policy's revision; 0 for the gateway's built-in one.</summary>
    public required uint Revision { get; init; }

    /// <summary>When it came into force: UTC nanoseconds on the gateway's clock.</summary>
    public required long SinceUtcNanoseconds { get; init; }

    /// <summary>The SHA-256 of the text.</summary>
    public required ReadOnlySpan<byte> Digest { get; init; }

    /// <summary>The policy as canonical JSON, UTF-8.</summary>
    public required ReadOnlySpan<byte> Text { get; init; }

    /// <summary>The body's length in bytes.</summary>
    public int EncodedLength => TextOffset + Text.Length;

    /// <summary>Reads a body; false when the bytes are none, or the text is not what its digest says. What is read points into them.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out PolicyChange change)
    {
        change = default;
        if (body.Length <= TextOffset || body.Length > TextOffset + MaximumTextLength || body[0] != BodyVersion || body[1..RevisionOffset].ContainsAnyExcept((byte)0))
        {
            return false;
        }

        PolicyChange read = new()
        {
            Revision = BinaryPrimitives.ReadUInt32LittleEndian(body[RevisionOffset..]),
            SinceUtcNanoseconds = BinaryPrimitives.ReadInt64LittleEndian(body[SinceOffset..]),
            Digest = body[DigestOffset..TextOffset],
            Text = body[TextOffset..],
        };
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(read.Text, digest);
        if (!digest.SequenceEqual(read.Digest))
        {
            return false;
        }

        change = read;
        return true;
    }

    /// <summary>Writes the body; the number of bytes written, <see cref="EncodedLength"/>.</summary>
    /// <param name="destination">At least <see cref="EncodedLength"/> bytes.</param>
    /// <exception cref="InvalidOperationException">The text is empty or too long, or the digest is no SHA-256.</exception>
    public int Write(Span<byte> destination)
    {
        if (Text.Length is 0 or > MaximumTextLength || Digest.Length != SHA256.HashSizeInBytes)
        {
            throw new InvalidOperationException($"a policy of {Text.Length} bytes with a digest of {Digest.Length} is no policy change: 1 to {MaximumTextLength} and {SHA256.HashSizeInBytes} are needed");
        }

        destination[..RevisionOffset].Clear();
        destination[0] = BodyVersion;
        BinaryPrimitives.WriteUInt32LittleEndian(destination[RevisionOffset..], Revision);
        BinaryPrimitives.WriteInt64LittleEndian(destination[SinceOffset..], SinceUtcNanoseconds);
        Digest.CopyTo(destination[DigestOffset..]);
        Text.CopyTo(destination[TextOffset..]);
        return EncodedLength;
    }
}
