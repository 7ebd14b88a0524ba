using System.Globalization;

namespace EdgeAI.Records.Proof;

/// <summary>Where a chain stands: one seal, by its name and digest. Known from elsewhere it anchors the history up to it.</summary>
/// <param name="Gateway">The gateway's id.</param>
/// <param name="Epoch">The epoch.</param>
/// <param name="Class">The class.</param>
/// <param name="Sequence">The seal's sequence.</param>
/// <param name="Digest">The digest of the record that holds the seal, by the seal's own suite: <see cref="ProofLengths.Digest"/> bytes.</param>
public readonly record struct ChainHead(string Gateway, long Epoch, RecordClass Class, long Sequence, ReadOnlyMemory<byte> Digest)
{
    /// <summary>Reads <c>GATEWAY/EPOCH/CLASS/SEQUENCE/DIGEST</c>, the digest in hexadecimal.</summary>
    /// <exception cref="FormatException">The text is none; the message says what one looks like.</exception>
    public static ChainHead Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string[] parts = text.Split('/');
        byte[] digest = new byte[ProofLengths.Digest];
        return parts.Length == 5
            && Identifier.IsValid(parts[0].AsSpan())
            && long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out long epoch)
            && ClassNames.TryRead(parts[2], out RecordClass recordClass)
            && recordClass != default
            && long.TryParse(parts[3], NumberStyles.None, CultureInfo.InvariantCulture, out long sequence)
            && parts[4].Length == 2 * digest.Length
            && Convert.FromHexString(parts[4], digest, out _, out _) == System.Buffers.OperationStatus.Done
            ? new ChainHead(parts[0], epoch, recordClass, sequence, digest)
            : throw new FormatException($"'{text}' is no anchor: write GATEWAY/EPOCH/CLASS/SEQUENCE/DIGEST, the class in words and the digest as {2 * ProofLengths.Digest} hexadecimal digits");
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Gateway}/{Epoch}/{ClassNames.Of(Class)}/{Sequence}/{Convert.ToHexStringLower(Digest.Span)}");
}
