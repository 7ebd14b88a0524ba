using System.Security.Cryptography;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;
using Org.BouncyCastle.Math;

namespace EdgeAI.Records.Proof;

/// <summary>Signs by SM2 with SM3 (GB/T 32918.2-2016).</summary>
internal sealed class Sm2SigningKey : RecordSigningKey
{
    private readonly ECPrivateKeyParameters _key;
    private readonly SM2Signer _signer;

    private Sm2SigningKey(ECPrivateKeyParameters key)
        : base(new Sm2PublicKey(Sm2.Curve.G.Multiply(key.D).Normalize().GetEncoded(compressed: false)))
    {
        _key = key;
        _signer = Sm2.Signer(signs: true, key);
    }

    public static Sm2SigningKey Draw()
    {
        Span<byte> secret = stackalloc byte[32];
        while (true)
        {
            RandomNumberGenerator.Fill(secret);
            if (IsKey(secret, out ECPrivateKeyParameters? key))
            {
                CryptographicOperations.ZeroMemory(secret);
                return new Sm2SigningKey(key);
            }
        }
    }

    public static Sm2SigningKey Of(ReadOnlySpan<byte> secret) => IsKey(secret, out ECPrivateKeyParameters? key)
        ? new Sm2SigningKey(key)
        : throw new FormatException("the secret is no key of SM2: a number from 1 to the curve's order - 2 is needed");

    public override void Sign(ReadOnlySpan<byte> message, Span<byte> signature)
    {
        _signer.BlockUpdate(message);
        _signer.GenerateSignature().CopyTo(signature);
    }

    public override void Dispose()
    {
        // The secret is one of the library's immutable numbers, which cannot be wiped.
    }

    private protected override void ExportSecret(Span<byte> secret)
    {
        byte[] number = _key.D.ToByteArrayUnsigned();
        secret.Clear();
        number.CopyTo(secret[(secret.Length - number.Length)..]);
        CryptographicOperations.ZeroMemory(number);
    }

    // GB/T 32918.2, 5.3 and 6.1: d from 1 to n - 2, since signing inverts 1 + d.
    private static bool IsKey(ReadOnlySpan<byte> secret, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out ECPrivateKeyParameters? key)
    {
        BigInteger number = new(1, secret.ToArray());
        bool valid = number.SignValue > 0 && number.CompareTo(Sm2.Curve.N.Subtract(BigInteger.One)) < 0;
        key = valid ? new ECPrivateKeyParameters(number, Sm2.Curve) : null;
        return valid;
    }
}
