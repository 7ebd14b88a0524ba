using System.Buffers;
using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using EdgeAI.Records;
using EdgeAI.Records.Certificates;
using EdgeAI.Records.Enrolment;
using EdgeAI.Records.Proof;

namespace EdgeAI.Gateway.Identity;

/// <summary>
/// The gateway's side of enrolment with the city: a token becomes a certificate for the upstream. Keys are drawn once and kept, and asked with again after
/// a cut: the city gives the same answer for the same token and keys.
/// </summary>
internal sealed class CityEnrolment(Uri city, CityFolder folder, TimeProvider time)
{
    private const int MaximumAnswer = 1 << 16;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Enrols this gateway; what the city gave, which is in the folder then.</summary>
    /// <param name="token">The one-time token.</param>
    /// <param name="fingerprint">SHA-256 of the city's authority, as it came with the token: nothing secret goes to anybody else.</param>
    /// <param name="signingKeyFile">The private key that signs seals; drawn where it is not there.</param>
    /// <param name="cancellation">Ends the attempt.</param>
    /// <exception cref="GatewayException">The city is another, cannot be reached or refuses; the message is one line with the mend.</exception>
    public async Task<EnrolmentAnswer> JoinAsync(string token, string fingerprint, string signingKeyFile, CancellationToken cancellation)
    {
        new IdentityFolder(folder.Path).Create();
        await TrustAsync(fingerprint, cancellation).ConfigureAwait(false);
        using ECDsa key = KeptKey();
        using RecordSigningKey signing = KeptSigningKey(signingKeyFile);
        string request = SigningRequest.Write("gateway", key);
        byte[] proof = new byte[ProofLengths.Signature];
        signing.Sign(EnrolmentProof.Message(token, request), proof);
        EnrolmentRequest enrolment = new() { Token = token, Request = request, SigningKey = signing.PublicKey.ToPem(), Proof = Convert.ToBase64String(proof) };
        return await AskAsync(EnrolmentPaths.Enrol, enrolment, EnrolmentJson.Default.EnrolmentRequest, key, new TlsClientOptions { AuthorityFile = folder.Authority }, cancellation).ConfigureAwait(false);
    }

    /// <summary>Gets the next certificate with the one before.</summary>
    /// <exception cref="GatewayException">The city cannot be reached or refuses; the message is one line with the mend.</exception>
    public async Task<EnrolmentAnswer> RenewAsync(CancellationToken cancellation)
    {
        using ECDsa key = KeptKey();
        RenewalRequest renewal = new() { Request = SigningRequest.Write("gateway", key) };
        TlsClientOptions files = new() { AuthorityFile = folder.Authority, CertificateFile = folder.Certificate, KeyFile = folder.Key };
        return await AskAsync(EnrolmentPaths.Renew, renewal, EnrolmentJson.Default.RenewalRequest, key, files, cancellation).ConfigureAwait(false);
    }

    /// <summary>Fetches the city's authority from whoever answers, and keeps it where it is the one that was announced.</summary>
    private async Task TrustAsync(string fingerprint, CancellationToken cancellation)
    {
        byte[] announced = new byte[SHA256.HashSizeInBytes];
        if (Convert.FromHexString(fingerprint, announced, out int digits, out int length) != OperationStatus.Done || length != announced.Length || digits != fingerprint.Length)
        {
            throw new GatewayException($"--fingerprint is not {2 * announced.Length} hexadecimal digits: copy it as EdgeAI.City gateways token printed it");
        }

        // Whoever answers, nothing secret is sent, and what comes is held against the fingerprint.
        SslClientAuthenticationOptions anybody = new() { RemoteCertificateValidationCallback = static (_, certificate, _, _) => certificate is not null };
        HttpRequestMessage request = new(HttpMethod.Get, new Uri(city, EnrolmentPaths.Authority));
        using HttpResponseMessage answer = await SendAsync(request, anybody, null, cancellation).ConfigureAwait(false);
        try
        {
            using X509Certificate2 authority = X509Certificate2.CreateFromPem(await answer.Content.ReadAsStringAsync(cancellation).ConfigureAwait(false));
            if (!CryptographicOperations.FixedTimeEquals(SHA256.HashData(authority.RawData), announced))
            {
                throw new GatewayException($"{city} has another authority ({Convert.ToHexStringLower(SHA256.HashData(authority.RawData))}) than the token's: the token was not sent; check the address, and whether somebody stands in between");
            }

            AtomicFile.Write(folder.Authority, authority.ExportCertificatePem() + "\n");
        }
        catch (CryptographicException exception)
        {
            throw new GatewayException($"{city} answers with no certificate: check the address", exception);
        }
    }

    private ECDsa KeptKey()
    {
        ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        if (!File.Exists(folder.Key))
        {
            PrivateFile.Write(folder.Key, key.ExportPkcs8PrivateKeyPem());
            return key;
        }

        try
        {
            key.ImportFromPem(PrivateFile.Read(folder.Key));
            return key;
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException)
        {
            key.Dispose();
            throw new GatewayException($"{folder.Key} is no ECDSA key: remove it, and ask the city for a new token", exception);
        }
    }

    private static RecordSigningKey KeptSigningKey(string file)
    {
        if (!File.Exists(file))
        {
            using RecordSigningKey drawn = RecordSigningKey.Create(AlgorithmSuite.Sha256P256);
            PrivateFile.Write(file, drawn.ToPem());
        }

        try
        {
            RecordSigningKey key = RecordSigningKey.FromPem(PrivateFile.Read(file));
            AtomicFile.Write(file + ".pub", key.PublicKey.ToPem());
            return key;
        }
        catch (FormatException exception)
        {
            throw new GatewayException($"the signing key {file} cannot be read: {exception.Message}", exception);
        }
    }

    private async Task<EnrolmentAnswer> AskAsync<T>(string path, T body, JsonTypeInfo<T> type, ECDsa key, TlsClientOptions files, CancellationToken cancellation)
    {
        TlsClient tls = TlsClient.Load(files, time);
        HttpRequestMessage request = new(HttpMethod.Post, new Uri(city, path)) { Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body, type)) };
        request.Content.Headers.ContentType = new("application/json");
        using HttpResponseMessage response = await SendAsync(request, tls.ForSsl(city.Host), tls, cancellation).ConfigureAwait(false);
        string text = await response.Content.ReadAsStringAsync(cancellation).ConfigureAwait(false);
        if (response.StatusCode != HttpStatusCode.OK)
        {
            throw new GatewayException($"{city} refuses ({(int)response.StatusCode}): {Read(text, EnrolmentJson.Default.EnrolmentRefusal)?.Error ?? "without a reason"}");
        }

        EnrolmentAnswer answer = Read(text, EnrolmentJson.Default.EnrolmentAnswer) ?? throw new GatewayException($"{city} gave an answer that cannot be read: check the address");
        Keep(answer, key);
        return answer;
    }

    private static T? Read<T>(string text, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(text, type);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Writes what the city gave; the certificate last, since with it the gateway is enrolled.</summary>
    private void Keep(EnrolmentAnswer answer, ECDsa key)
    {
        try
        {
            using X509Certificate2 certificate = X509Certificate2.CreateFromPem(answer.Certificate);
            if (!certificate.PublicKey.ExportSubjectPublicKeyInfo().AsSpan().SequenceEqual(key.ExportSubjectPublicKeyInfo()))
            {
                throw new GatewayException($"{city} gave a certificate for another key: ask for a new token");
            }

            foreach (RecordPublicKey cityKey in answer.CityKeys.Select(static pem => RecordPublicKey.FromPem(pem)))
            {
                AtomicFile.Write(folder.CityKey(cityKey.Id), cityKey.ToPem());
            }

            AtomicFile.Write(folder.Certificate, certificate.ExportCertificatePem() + "\n");
        }
        catch (Exception exception) when (exception is CryptographicException or FormatException)
        {
            throw new GatewayException($"{city} gave a certificate or a key that cannot be read ({exception.Message.ReplaceLineEndings(" ")})", exception);
        }
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, SslClientAuthenticationOptions ssl, TlsClient? tls, CancellationToken cancellation)
    {
        using HttpClient client = new(new SocketsHttpHandler { SslOptions = ssl, AllowAutoRedirect = false, UseProxy = false }) { Timeout = Patience, MaxResponseContentBufferSize = MaximumAnswer };
        try
        {
            return await client.SendAsync(request, HttpCompletionOption.ResponseContentRead, cancellation).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException && !cancellation.IsCancellationRequested)
        {
            throw new GatewayException(tls?.Explain($"{city}: {exception.GetBaseException().Message}") ?? $"{city}: {exception.GetBaseException().Message}: check the address, and that EdgeAI.City enrol runs there", exception);
        }
        finally
        {
            request.Dispose();
        }
    }
}
