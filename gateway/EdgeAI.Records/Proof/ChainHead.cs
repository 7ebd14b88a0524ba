namespace EdgeAI.Records.Proof;

/// <summary>Where a chain stands: one seal, by its name and digest. Known from elsewhere it anchors the history up to it.</summary>
/// <param name="Gateway">The gateway's id.</param>
/// <param name="Epoch">The epoch.</param>
/// <param name="Class">The class.</param>
/// <param name="Sequence">The seal's sequence.</param>
/// <param name="Digest">The digest of the record that holds the seal, by the seal's own suite: <see cref="ProofLengths.Digest"/> bytes.</param>
public readonly record struct ChainHead(string Gateway, long Epoch, RecordClass Class, long Sequence, ReadOnlyMemory<byte> Digest);
