using System.Security.Cryptography;
using EdgeAI.Records;
using EdgeAI.Records.Certificates;
using EdgeAI.Records.Enrolment;
using EdgeAI.Records.Proof;

namespace EdgeAI.Tests.City;

/// <summary>The two keys of a gateway, and the request that proves them.</summary>
internal sealed class GatewayKeys : IDisposable
{
    public ECDsa Tls { get; } = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public RecordSigningKey Signing { get; } = RecordSigningKey.Create(AlgorithmSuite.Sha256P256);

    public EnrolmentRequest Request(string token, string? request = null)
    {
        request ??= SigningRequest.Write("whoever", Tls);
        byte[] proof = new byte[ProofLengths.Signature];
        Signing.Sign(EnrolmentProof.Message(token, request), proof);
        return new EnrolmentRequest { Token = token, Request = request, SigningKey = Signing.PublicKey.ToPem(), Proof = Convert.ToBase64String(proof) };
    }

    public void Dispose()
    {
        Tls.Dispose();
        Signing.Dispose();
    }
}
