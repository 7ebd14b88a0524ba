namespace EdgeAI.Records.Proof;

/// <summary>What a verification takes of a record: its name and what it hashes to; of a seal and a declared loss the body as well.</summary>
internal readonly ref struct HashedRecord
{
    public required long Sequence { get; init; }

    public required RecordKind Kind { get; init; }

    /// <summary>The body of a seal or of a declared loss; otherwise of no use.</summary>
    public required ReadOnlySpan<byte> Body { get; init; }

    /// <summary>The digests by each suite of the spool's keys, one after another.</summary>
    public required ReadOnlySpan<byte> Digests { get; init; }

    /// <summary>Of a seal the digest by its own suite; otherwise of no use.</summary>
    public required ReadOnlySpan<byte> SealDigest { get; init; }

    /// <summary>The bits of what was found before (<see cref="FindingRuns.Bit"/>).</summary>
    public required uint Findings { get; init; }
}
