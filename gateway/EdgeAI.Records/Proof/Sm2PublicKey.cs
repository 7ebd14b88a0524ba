using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;

namespace EdgeAI.Records.Proof;

/// <summary>Verifies SM2 with SM3 (GB/T 32918.2-2016).</summary>
internal sealed class Sm2PublicKey : RecordPublicKey
{
    private readonly SM2Signer _verifier;

    public Sm2PublicKey(ReadOnlySpan<byte> bytes)
        : base(AlgorithmSuite.Sm3Sm2, bytes)
    {
        try
        {
            _verifier = Sm2.Signer(signs: false, new ECPublicKeyParameters(Sm2.Curve.Curve.DecodePoint(bytes.ToArray()), Sm2.Curve));
        }
        catch (ArgumentException exception)
        {
            throw new FormatException("the public key is no point of SM2's curve", exception);
        }
    }

    public override bool Verify(ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        if (signature.Length != ProofLengths.Signature)
        {
            return false;
        }

        // It begins anew with each verification, the one that fails included.
        _verifier.BlockUpdate(message);
        return _verifier.VerifySignature(signature.ToArray());
    }
}
