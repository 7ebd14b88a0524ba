using System.Buffers;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using EdgeAI.City.Enrolment;
using EdgeAI.Gateway.Identity;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;

namespace EdgeAI.Tests.City;

/// <summary>A gateway's connection to a broker with the files of its enrolment, and what it was sent.</summary>
internal sealed class EnrolledGateway : IAsyncDisposable
{
    private readonly IMqttClient _client = new MqttClientFactory().CreateMqttClient();
    private readonly Lock _lock = new();
    private readonly List<(string Topic, byte[] Payload)> _received = [];

    public bool IsConnected => _client.IsConnected;

    public (string Topic, byte[] Payload)[] Received
    {
        get
        {
            lock (_lock)
            {
                return [.. _received];
            }
        }
    }

    /// <summary>Files as join leaves them, without the way there.</summary>
    public static void Issue(CityAuthority authority, string gateway, string site, string folder)
    {
        CityFolder files = new(folder);
        Directory.CreateDirectory(folder);
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using X509Certificate2 certificate = authority.IssueGateway(gateway, site, new PublicKey(key), TimeSpan.FromDays(1));
        OwnerFile.Write(files.Key, key.ExportPkcs8PrivateKeyPem(), secret: true);
        OwnerFile.Write(files.Certificate, certificate.ExportCertificatePem());
        OwnerFile.Write(files.Authority, authority.Pem);
    }

    public static async Task<EnrolledGateway> ConnectAsync(int port, string folder, string clientId, MqttProtocolVersion version = MqttProtocolVersion.V500)
    {
        EnrolledGateway gateway = new();
        CityFolder files = new(folder);
        TlsClient tls = TlsClient.Load(new TlsClientOptions { AuthorityFile = files.Authority, CertificateFile = files.Certificate, KeyFile = files.Key });
        gateway._client.ApplicationMessageReceivedAsync += args =>
        {
            lock (gateway._lock)
            {
                gateway._received.Add((args.ApplicationMessage.Topic, args.ApplicationMessage.Payload.ToArray()));
            }

            return Task.CompletedTask;
        };
        try
        {
            MqttClientOptions options = new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1", port).WithTlsOptions(tls.ForMqtt("127.0.0.1")).WithClientId(clientId).WithProtocolVersion(version).Build();
            MqttClientConnectResult answer = await gateway._client.ConnectAsync(options, TestContext.Current.CancellationToken);
            return answer.ResultCode == MqttClientConnectResultCode.Success ? gateway : throw new InvalidOperationException($"the broker answers {answer.ResultCode}");
        }
        catch
        {
            await gateway.DisposeAsync();
            throw;
        }
    }

    /// <summary>Publishes at QoS 1; the broker's answer.</summary>
    public async Task<MqttClientPublishReasonCode> PublishAsync(string topic, byte[] payload)
    {
        MqttApplicationMessage message = new() { Topic = topic, Payload = new ReadOnlySequence<byte>(payload), QualityOfServiceLevel = MqttQualityOfServiceLevel.AtLeastOnce };
        return (await _client.PublishAsync(message, TestContext.Current.CancellationToken)).ReasonCode;
    }

    /// <summary>Subscribes at QoS 1; the broker's answer.</summary>
    public async Task<MqttClientSubscribeResultCode> SubscribeAsync(string filter)
        => (await _client.SubscribeAsync(filter, MqttQualityOfServiceLevel.AtLeastOnce, TestContext.Current.CancellationToken)).Items.First().ResultCode;

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return ValueTask.CompletedTask;
    }
}
