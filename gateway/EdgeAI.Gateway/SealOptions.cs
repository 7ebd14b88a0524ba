using EdgeAI.Records;
using EdgeAI.Records.Proof;

namespace EdgeAI.Gateway;

/// <summary>The seals of what the gateway stores (RECORDS.md, "Seals"), and the key that signs them.</summary>
public sealed record SealOptions
{
    private const string DefaultKeyFile = "signing.pem";

    /// <summary>What hashes and signs.</summary>
    public AlgorithmSuite Suite { get; init; } = AlgorithmSuite.Sha256P256;

    /// <summary>How long a record may wait for the seal that names it.</summary>
    public TimeSpan Within { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How many records of a class bring a seal at once, 1 to <see cref="Seal.MaximumCount"/>.</summary>
    public int Records { get; init; } = 256;

    /// <summary>The file of the private key, PEM, drawn where it is missing; nothing for signing.pem in the spool's folder.</summary>
    public string? KeyFile { get; init; }

    /// <summary>A key that is kept elsewhere, in a TPM or behind PKCS#11, instead of the file; whoever gives it disposes it.</summary>
    public IRecordSigner? Signer { get; init; }

    /// <summary>The file of the private key of a gateway whose spool lies in a folder.</summary>
    public string KeyFileIn(string spoolFolder) => KeyFile ?? Path.Combine(spoolFolder, DefaultKeyFile);
}
