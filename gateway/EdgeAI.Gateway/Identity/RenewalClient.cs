using System.Buffers;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using EdgeAI.Records.Certificates;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;

namespace EdgeAI.Gateway.Identity;

/// <summary>
/// Renews a device's certificate from the device's side, over the connection that the certificate still opens. The key stays the same, so that
/// only one file is replaced and no moment leaves the device with halves of two pairs.
/// </summary>
internal sealed class RenewalClient(TlsClientOptions files, string host, int port, string site, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Asks for the next certificate and puts it, and the authorities that came with it, in the files' places.</summary>
    /// <returns>When the new certificate expires, UTC.</returns>
    /// <exception cref="GatewayException">The gateway cannot be reached, refuses, or does not answer within 30 seconds.</exception>
    public async Task<DateTimeOffset> RenewAsync(CancellationToken cancellation)
    {
        using X509Certificate2 own = PemCertificates.ReadWithKey(files.CertificateFile!, files.KeyFile!);
        string name = own.GetNameInfo(X509NameType.SimpleName, forIssuer: false);
        using ECDsa key = own.GetECDsaPrivateKey() ?? throw new GatewayException($"{files.KeyFile} is not an ECDSA key: enrol the device again");
        string answer = await AskAsync(name, SigningRequest.Write(name, key), cancellation).ConfigureAwait(false);
        X509Certificate2Collection certificates = [];
        try
        {
            certificates.ImportFromPem(answer);
        }
        catch (CryptographicException exception)
        {
            throw new GatewayException($"the gateway's answer is no certificate ({exception.Message})", exception);
        }

        if (certificates.Count < 2 || !certificates[0].PublicKey.ExportSubjectPublicKeyInfo().AsSpan().SequenceEqual(own.PublicKey.ExportSubjectPublicKeyInfo()))
        {
            throw new GatewayException("the gateway's answer is not this device's certificate with the authorities to trust");
        }

        AtomicFile.Write(files.AuthorityFile!, string.Concat(certificates.Skip(1).Select(authority => authority.ExportCertificatePem() + "\n")));
        AtomicFile.Write(files.CertificateFile!, certificates[0].ExportCertificatePem() + "\n");
        return certificates[0].NotAfter;
    }

    private async Task<string> AskAsync(string name, string request, CancellationToken cancellation)
    {
        TlsClient tls = TlsClient.Load(files, time);
        TaskCompletionSource<string> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using IMqttClient client = new MqttClientFactory().CreateMqttClient();
        client.ApplicationMessageReceivedAsync += args =>
        {
            answer.TrySetResult(Encoding.ASCII.GetString(args.ApplicationMessage.Payload.ToArray()));
            return Task.CompletedTask;
        };
        client.DisconnectedAsync += args =>
        {
            answer.TrySetException(new GatewayException($"the gateway at {host}:{port} closed the connection ({args.ReasonString ?? args.Reason.ToString()})"));
            return Task.CompletedTask;
        };
        using CancellationTokenSource bound = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        bound.CancelAfter(Patience);
        try
        {
            MqttClientOptions options = new MqttClientOptionsBuilder()
                .WithTcpServer(host, port)
                .WithTlsOptions(tls.ForMqtt(host))
                .WithProtocolVersion(MqttProtocolVersion.V500)
                .WithClientId($"{name}-renewal")
                .WithCleanStart()
                .Build();
            await client.ConnectAsync(options, bound.Token).ConfigureAwait(false);
            await client.SubscribeAsync(CertificateRenewal.AnswerTopic(site, name), MqttQualityOfServiceLevel.AtLeastOnce, bound.Token).ConfigureAwait(false);
            MqttClientPublishResult result = await client.PublishAsync(
                new MqttApplicationMessageBuilder().WithTopic(CertificateRenewal.RequestTopic(site, name)).WithPayload(request).WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce).Build(),
                bound.Token).ConfigureAwait(false);
            if (!result.IsSuccess)
            {
                throw new GatewayException($"the gateway at {host}:{port} refuses: {(string.IsNullOrEmpty(result.ReasonString) ? result.ReasonCode : result.ReasonString)}");
            }

            return await answer.Task.WaitAsync(bound.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException exception) when (!cancellation.IsCancellationRequested)
        {
            throw new GatewayException($"the gateway at {host}:{port} did not answer within {Patience.TotalSeconds:0} s", exception);
        }
        catch (Exception exception) when (exception is not (GatewayException or OperationCanceledException))
        {
            throw new GatewayException($"the gateway at {host}:{port} cannot be reached ({(tls.LastError.Length > 0 ? tls.LastError : exception.Message)})", exception);
        }
    }
}
