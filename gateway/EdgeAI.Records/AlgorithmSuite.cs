namespace EdgeAI.Records;

/// <summary>Which hash and signature algorithms are used (RECORDS.md, "Algorithm suites"). Named in every batch, seal and receipt, never assumed. Numbers are never reused.</summary>
public enum AlgorithmSuite : byte
{
    /// <summary>Neither hashed nor signed: what a batch itself and a command use.</summary>
    None = 0,

    /// <summary>SHA-256, and ECDSA over P-256 and SHA-256.</summary>
    Sha256P256 = 1,

    /// <summary>SM3, and SM2 over its recommended curve.</summary>
    Sm3Sm2 = 2,
}
