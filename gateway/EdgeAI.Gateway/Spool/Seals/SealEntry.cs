using System.Buffers.Binary;
using EdgeAI.Gateway.Spool.Tables;
using EdgeAI.Records.Proof;

namespace EdgeAI.Gateway.Spool.Seals;

/// <summary>How a record that no seal names yet stands in a row of table <c>unsealed</c>: its sequence, little-endian, then its digest in full.</summary>
internal static class SealEntry
{
    /// <summary>The bytes of an entry.</summary>
    public const int Length = sizeof(long) + ProofLengths.Digest;

    public static void Write(Span<byte> entry, long sequence, ReadOnlySpan<byte> digest)
    {
        BinaryPrimitives.WriteInt64LittleEndian(entry, sequence);
        digest.CopyTo(entry[sizeof(long)..]);
    }

    public static long SequenceOf(ReadOnlySpan<byte> entry) => BinaryPrimitives.ReadInt64LittleEndian(entry);

    public static ReadOnlySpan<byte> DigestOf(ReadOnlySpan<byte> entry) => entry.Slice(sizeof(long), ProofLengths.Digest);

    /// <summary>The checksum of a row.</summary>
    public static long Check(long first, long recordClass, ReadOnlySpan<byte> entries) => RowCheck.Of(first, recordClass, RowCheck.OfBytes(entries));
}
