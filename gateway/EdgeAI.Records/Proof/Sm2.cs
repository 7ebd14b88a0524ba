using System.Text;
using Org.BouncyCastle.Asn1.GM;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;

namespace EdgeAI.Records.Proof;

/// <summary>SM2's recommended curve (GM/T 0003.5-2012) and the way of signing with it (GB/T 32918.2-2016).</summary>
internal static class Sm2
{
    /// <summary>The curve.</summary>
    public static readonly ECDomainParameters Curve = new ECNamedDomainParameters(GMObjectIdentifiers.sm2p256v1, GMNamedCurves.GetByName("sm2p256v1"));

    // The user id that RECORDS.md says, which is the standard's own where none is agreed upon.
    private static readonly byte[] UserId = Encoding.ASCII.GetBytes("1234567812345678");

    /// <summary>A signer or a verifier by SM3, whose signatures are r, then s, each 32 bytes.</summary>
    public static SM2Signer Signer(bool signs, ICipherParameters key)
    {
        SM2Signer signer = new(PlainDsaEncoding.Instance, new SM3Digest());
        signer.Init(signs, new ParametersWithID(key, UserId));
        return signer;
    }
}
