using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using EdgeAI.City.Proof;
using EdgeAI.Records.Certificates;
using EdgeAI.Records.Enrolment;
using EdgeAI.Records.Proof;
using Microsoft.AspNetCore.Http;

namespace EdgeAI.City.Enrolment;

/// <summary>The two public keys of a gateway that wants to be enrolled; it has shown that it holds both private ones.</summary>
internal sealed record ProvenKeys(PublicKey Tls, RecordPublicKey Signing)
{
    /// <summary>The signing key's id as the tables keep it.</summary>
    public byte[] SigningId => AnchorTable.BytesOf(Signing.Id);

    /// <summary>SHA-256 over both: who asks again with the same keys is the same.</summary>
    public byte[] Digest => SHA256.HashData([.. Tls.ExportSubjectPublicKeyInfo(), .. Signing.Bytes]);

    /// <summary>Takes the keys out of a request.</summary>
    /// <exception cref="EnrolmentException">A key is none, or it is not shown that the sender holds it.</exception>
    public static ProvenKeys Of(EnrolmentRequest request)
    {
        RecordPublicKey signing;
        try
        {
            signing = RecordPublicKey.FromPem(request.SigningKey);
        }
        catch (FormatException exception)
        {
            throw new EnrolmentException(StatusCodes.Status400BadRequest, $"the signing key cannot be read: {exception.Message}");
        }

        byte[] proof = new byte[ProofLengths.Signature];
        return Convert.TryFromBase64String(request.Proof, proof, out int length) && length == proof.Length && signing.Verify(EnrolmentProof.Message(request.Token, request.Request), proof)
            ? new ProvenKeys(TlsKeyOf(request.Request), signing)
            : throw new EnrolmentException(StatusCodes.Status403Forbidden, "the proof is no signature of the signing key over this token and this request: sign with the key whose public half is sent");
    }

    /// <summary>Takes the key out of a signing request.</summary>
    /// <exception cref="EnrolmentException">It is none, or its signature does not hold.</exception>
    public static PublicKey TlsKeyOf(string request)
        => SigningRequest.TryRead(request, out PublicKey? publicKey, out string? reason) ? publicKey : throw new EnrolmentException(StatusCodes.Status400BadRequest, $"the certificate request: {reason}");
}
