using System.Security.Cryptography;

namespace EdgeAI.Records.Proof;

/// <summary>Signs by ECDSA over P-256 and SHA-256 (FIPS 186-5).</summary>
internal sealed class P256SigningKey : RecordSigningKey
{
    private readonly ECDsa _key;

    private P256SigningKey(ECDsa key)
        : base(new P256PublicKey(PublicBytes(key)))
        => _key = key;

    public static P256SigningKey Draw() => new(ECDsa.Create(ECCurve.NamedCurves.nistP256));

    public static P256SigningKey Of(ReadOnlySpan<byte> secret)
    {
        ECDsa key = ECDsa.Create();
        try
        {
            key.ImportParameters(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, D = secret.ToArray() });
        }
        catch (CryptographicException exception)
        {
            key.Dispose();
            throw new FormatException("the secret is no key of P-256: a number from 1 to the curve's order - 1 is needed", exception);
        }

        return new P256SigningKey(key);
    }

    public override void Sign(ReadOnlySpan<byte> message, Span<byte> signature)
        => _ = _key.SignData(message, signature, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);

    public override void Dispose() => _key.Dispose();

    private protected override void ExportSecret(Span<byte> secret)
    {
        byte[] number = _key.ExportParameters(includePrivateParameters: true).D!;
        number.CopyTo(secret);
        CryptographicOperations.ZeroMemory(number);
    }

    private static byte[] PublicBytes(ECDsa key)
    {
        ECParameters parameters = key.ExportParameters(includePrivateParameters: false);
        return [4, .. parameters.Q.X!, .. parameters.Q.Y!];
    }
}
