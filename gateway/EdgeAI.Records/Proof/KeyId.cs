using System.Buffers.Binary;
using System.Globalization;

namespace EdgeAI.Records.Proof;

/// <summary>Names a key: the first 8 bytes of the suite's hash of its public key (RECORDS.md, "Algorithm suites").</summary>
/// <param name="Value">The 8 bytes as a big-endian number.</param>
public readonly record struct KeyId(ulong Value)
{
    /// <summary>The id's length in bytes.</summary>
    public const int Length = 8;

    /// <summary>The id of a public key of <see cref="ProofLengths.PublicKey"/> bytes.</summary>
    public static KeyId Of(AlgorithmSuite suite, ReadOnlySpan<byte> publicKey)
    {
        Span<byte> digest = stackalloc byte[ProofLengths.Digest];
        RecordHash.Create(suite).Hash(publicKey, digest);
        return Read(digest);
    }

    /// <summary>Reads the id from its 8 bytes.</summary>
    public static KeyId Read(ReadOnlySpan<byte> source) => new(BinaryPrimitives.ReadUInt64BigEndian(source));

    /// <summary>Writes the 8 bytes.</summary>
    public void Write(Span<byte> destination) => BinaryPrimitives.WriteUInt64BigEndian(destination, Value);

    /// <summary>The 8 bytes in hexadecimal.</summary>
    public override string ToString() => Value.ToString("x16", CultureInfo.InvariantCulture);
}
