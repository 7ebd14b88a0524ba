using System.Security.Cryptography;

namespace EdgeAI.Records.Proof;

/// <summary>
/// A public key that verifies seals and receipts. As text it is a PEM PUBLIC KEY, a SubjectPublicKeyInfo of a named curve and an uncompressed
/// point, whose curve says the suite. Not for several threads at once.
/// </summary>
public abstract class RecordPublicKey
{
    private const string PemLabel = "PUBLIC KEY";

    // SEQUENCE { SEQUENCE { id-ecPublicKey, named curve }, BIT STRING }: RFC 5280, 4.1; RFC 5480, 2; the curves are 1.2.840.10045.3.1.7 and 1.2.156.10197.1.301.
    private static readonly byte[] P256Prefix = Convert.FromHexString("3059301306072A8648CE3D020106082A8648CE3D030107034200");
    private static readonly byte[] Sm2Prefix = Convert.FromHexString("3059301306072A8648CE3D020106082A811CCF5501822D034200");

    private readonly byte[] _bytes;

    private protected RecordPublicKey(AlgorithmSuite suite, ReadOnlySpan<byte> bytes)
    {
        Suite = suite;
        _bytes = bytes.ToArray();
        Id = KeyId.Of(suite, bytes);
    }

    /// <summary>The suite that the key verifies by.</summary>
    public AlgorithmSuite Suite { get; }

    /// <summary>The key's id.</summary>
    public KeyId Id { get; }

    /// <summary>The key: <see cref="ProofLengths.PublicKey"/> bytes.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>Makes a key from its bytes.</summary>
    /// <exception cref="FormatException">They are no point of the suite's curve.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The suite has no keys.</exception>
    public static RecordPublicKey FromBytes(AlgorithmSuite suite, ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != ProofLengths.PublicKey || bytes[0] != 4)
        {
            throw new FormatException($"a public key of {bytes.Length} bytes cannot be read: {ProofLengths.PublicKey} that begin with 0x04 (an uncompressed point) are needed");
        }

        return suite switch
        {
            AlgorithmSuite.Sha256P256 => new P256PublicKey(bytes),
            AlgorithmSuite.Sm3Sm2 => new Sm2PublicKey(bytes),
            _ => throw new ArgumentOutOfRangeException(nameof(suite), suite, "this suite has no keys: use Sha256P256 or Sm3Sm2"),
        };
    }

    /// <summary>Reads a key from its PEM text.</summary>
    /// <exception cref="FormatException">The text holds no public key of a known suite; the message says what is needed.</exception>
    public static RecordPublicKey FromPem(ReadOnlySpan<char> pem)
    {
        if (!PemEncoding.TryFind(pem, out PemFields fields) || !pem[fields.Label].SequenceEqual(PemLabel))
        {
            throw new FormatException("the text holds no '-----BEGIN PUBLIC KEY-----': give the public key, for example of 'openssl pkey -in KEY -pubout'");
        }

        byte[] der = new byte[fields.DecodedDataLength];
        _ = Convert.TryFromBase64Chars(pem[fields.Base64Data], der, out _);
        if (der.Length == P256Prefix.Length + ProofLengths.PublicKey)
        {
            if (der.AsSpan().StartsWith(P256Prefix))
            {
                return FromBytes(AlgorithmSuite.Sha256P256, der.AsSpan(P256Prefix.Length));
            }

            if (der.AsSpan().StartsWith(Sm2Prefix))
            {
                return FromBytes(AlgorithmSuite.Sm3Sm2, der.AsSpan(Sm2Prefix.Length));
            }
        }

        throw new FormatException("the public key is of no known suite: P-256 (prime256v1) or SM2, as a named curve with an uncompressed point, is needed");
    }

    /// <summary>The key as PEM text, a PUBLIC KEY.</summary>
    public string ToPem() => PemEncoding.WriteString(PemLabel, SubjectPublicKeyInfo(Suite, _bytes)) + "\n";

    /// <summary>Whether the signature is this key's of the message. Never throws.</summary>
    /// <param name="message">The whole message.</param>
    /// <param name="signature">r, then s; anything but <see cref="ProofLengths.Signature"/> bytes verifies nothing.</param>
    public abstract bool Verify(ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature);

    private protected static byte[] SubjectPublicKeyInfo(AlgorithmSuite suite, ReadOnlySpan<byte> bytes) => [.. suite == AlgorithmSuite.Sm3Sm2 ? Sm2Prefix : P256Prefix, .. bytes];
}
