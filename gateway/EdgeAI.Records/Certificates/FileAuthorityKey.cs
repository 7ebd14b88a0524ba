using System.Security.Cryptography;

namespace EdgeAI.Records.Certificates;

/// <summary>An authority's key in this process's memory.</summary>
public sealed class FileAuthorityKey(ECDsa key) : IAuthorityKey
{
    public byte[] PublicKey { get; } = key.ExportSubjectPublicKeyInfo();

    public byte[] SignHash(ReadOnlySpan<byte> sha256) => key.SignHash(sha256.ToArray(), DSASignatureFormat.Rfc3279DerSequence);

    public void Dispose() => key.Dispose();
}
