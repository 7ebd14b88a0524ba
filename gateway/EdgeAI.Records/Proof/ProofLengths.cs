namespace EdgeAI.Records.Proof;

/// <summary>The lengths that every algorithm suite shares, in bytes (RECORDS.md, "Algorithm suites").</summary>
public static class ProofLengths
{
    /// <summary>A digest.</summary>
    public const int Digest = 32;

    /// <summary>A signature: r, then s, each 32 bytes, big-endian.</summary>
    public const int Signature = 64;

    /// <summary>A public key: 0x04, x, y, big-endian.</summary>
    public const int PublicKey = 65;
}
