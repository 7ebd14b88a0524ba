using System.Security.Cryptography;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.GM;
using Org.BouncyCastle.Asn1.Pkcs;
using Org.BouncyCastle.Asn1.Sec;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Asn1.X9;
using Org.BouncyCastle.Math;

namespace EdgeAI.Records.Proof;

/// <summary>A signing key in memory. As text it is a PEM PRIVATE KEY (PKCS#8, RFC 5958); the caller keeps that where nobody else reads it. Not for several threads at once.</summary>
public abstract class RecordSigningKey : IRecordSigner, IDisposable
{
    private const string PemLabel = "PRIVATE KEY";
    private const int SecretLength = 32;

    private protected RecordSigningKey(RecordPublicKey publicKey) => PublicKey = publicKey;

    /// <inheritdoc/>
    public AlgorithmSuite Suite => PublicKey.Suite;

    /// <inheritdoc/>
    public KeyId KeyId => PublicKey.Id;

    /// <inheritdoc/>
    public RecordPublicKey PublicKey { get; }

    /// <summary>Draws a new key.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The suite has no keys.</exception>
    public static RecordSigningKey Create(AlgorithmSuite suite) => suite switch
    {
        AlgorithmSuite.Sha256P256 => P256SigningKey.Draw(),
        AlgorithmSuite.Sm3Sm2 => Sm2SigningKey.Draw(),
        _ => throw new ArgumentOutOfRangeException(nameof(suite), suite, "this suite has no keys: use Sha256P256 or Sm3Sm2"),
    };

    /// <summary>Makes a key from its secret number, big-endian, 32 bytes.</summary>
    /// <exception cref="FormatException">It is 0, or not below the curve's order.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The suite has no keys.</exception>
    public static RecordSigningKey FromSecret(AlgorithmSuite suite, ReadOnlySpan<byte> secret)
    {
        if (secret.Length != SecretLength)
        {
            throw new FormatException($"a secret of {secret.Length} bytes is no key: {SecretLength} are needed");
        }

        return suite switch
        {
            AlgorithmSuite.Sha256P256 => P256SigningKey.Of(secret),
            AlgorithmSuite.Sm3Sm2 => Sm2SigningKey.Of(secret),
            _ => throw new ArgumentOutOfRangeException(nameof(suite), suite, "this suite has no keys: use Sha256P256 or Sm3Sm2"),
        };
    }

    /// <summary>Reads a key from its PEM text.</summary>
    /// <exception cref="FormatException">The text holds no unencrypted private key of a known suite; the message says what is needed.</exception>
    public static RecordSigningKey FromPem(ReadOnlySpan<char> pem)
    {
        if (!PemEncoding.TryFind(pem, out PemFields fields) || !pem[fields.Label].SequenceEqual(PemLabel))
        {
            throw new FormatException("the text holds no '-----BEGIN PRIVATE KEY-----': an unencrypted PKCS#8 key is needed, for example of 'openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256'");
        }

        byte[] der = new byte[fields.DecodedDataLength];
        byte[] secret = new byte[SecretLength];
        try
        {
            _ = Convert.TryFromBase64Chars(pem[fields.Base64Data], der, out _);
            AlgorithmSuite suite = ReadPkcs8(der, secret);
            return FromSecret(suite, secret);
        }
        catch (Exception exception) when (exception is IOException or ArgumentException or InvalidCastException or InvalidOperationException or ArithmeticException)
        {
            throw new FormatException("the private key cannot be read: a PKCS#8 key of P-256 (prime256v1) or SM2, by the curve's name, is needed", exception);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(der);
            CryptographicOperations.ZeroMemory(secret);
        }
    }

    /// <summary>The key as PEM text, a PRIVATE KEY. Whoever reads it can sign.</summary>
    public string ToPem()
    {
        byte[] secret = new byte[SecretLength];
        ExportSecret(secret);
        DerObjectIdentifier curve = Suite == AlgorithmSuite.Sm3Sm2 ? GMObjectIdentifiers.sm2p256v1 : X9ObjectIdentifiers.Prime256v1;
        ECPrivateKeyStructure key = new(8 * SecretLength, new BigInteger(1, secret), new DerBitString(PublicKey.Bytes.ToArray()), null);
        byte[] der = new PrivateKeyInfo(new AlgorithmIdentifier(X9ObjectIdentifiers.IdECPublicKey, curve), key).GetDerEncoded();
        CryptographicOperations.ZeroMemory(secret);
        string pem = PemEncoding.WriteString(PemLabel, der) + "\n";
        CryptographicOperations.ZeroMemory(der);
        return pem;
    }

    /// <inheritdoc/>
    public abstract void Sign(ReadOnlySpan<byte> message, Span<byte> signature);

    /// <inheritdoc/>
    public abstract void Dispose();

    private protected abstract void ExportSecret(Span<byte> secret);

    private static AlgorithmSuite ReadPkcs8(byte[] der, byte[] secret)
    {
        PrivateKeyInfo info = PrivateKeyInfo.GetInstance(der);
        if (!info.PrivateKeyAlgorithm.Algorithm.Equals(X9ObjectIdentifiers.IdECPublicKey) || info.PrivateKeyAlgorithm.Parameters is not DerObjectIdentifier curve)
        {
            throw new InvalidOperationException("no key of a named curve");
        }

        byte[] number = ECPrivateKeyStructure.GetInstance(info.ParsePrivateKey()).GetKey().ToByteArrayUnsigned();
        number.CopyTo(secret, SecretLength - number.Length);
        CryptographicOperations.ZeroMemory(number);
        if (curve.Equals(X9ObjectIdentifiers.Prime256v1))
        {
            return AlgorithmSuite.Sha256P256;
        }

        return curve.Equals(GMObjectIdentifiers.sm2p256v1) ? AlgorithmSuite.Sm3Sm2 : throw new InvalidOperationException($"no suite has the curve {curve.Id}");
    }
}
