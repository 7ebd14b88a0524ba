namespace EdgeAI.Records.Proof;

/// <summary>The hash of an algorithm suite. Not for several threads at once.</summary>
public interface IRecordHash
{
    /// <summary>The suite.</summary>
    AlgorithmSuite Suite { get; }

    /// <summary>Hashes the data in one go.</summary>
    /// <param name="data">What is hashed.</param>
    /// <param name="digest">At least <see cref="ProofLengths.Digest"/> bytes.</param>
    void Hash(ReadOnlySpan<byte> data, Span<byte> digest);
}
