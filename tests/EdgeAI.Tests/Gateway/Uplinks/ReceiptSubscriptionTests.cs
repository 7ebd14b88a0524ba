using System.Net;
using EdgeAI.Gateway.Uplinks;
using EdgeAI.Records;
using EdgeAI.Records.Proof;
using MQTTnet.Protocol;
using MQTTnet.Server;

namespace EdgeAI.Tests.Gateway.Uplinks;

/// <summary>A broker that does not let the gateway hear the city's receipts is told by name, and gets no records that could never leave the spool.</summary>
public sealed class ReceiptSubscriptionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(MqttProtocol.Mqtt5)]
    [InlineData(MqttProtocol.Mqtt311)]
    public async Task Connect_ToABrokerThatRefusesTheSubscription_NamesTopicAndMendAndGoesOnWhenItIsPermitted(MqttProtocol protocol)
    {
        bool permits = false;
        MqttServerOptions options = new MqttServerOptionsBuilder().WithDefaultEndpoint().WithDefaultEndpointBoundIPAddress(IPAddress.Loopback).WithDefaultEndpointBoundIPV6Address(IPAddress.None).WithDefaultEndpointPort(0).Build();
        using MqttServer broker = new MqttServerFactory().CreateMqttServer(options);
        broker.InterceptingSubscriptionAsync += args =>
        {
            args.Response.ReasonCode = Volatile.Read(ref permits) ? MqttSubscribeReasonCode.GrantedQoS1 : MqttSubscribeReasonCode.NotAuthorized;
            return Task.CompletedTask;
        };
        await broker.StartAsync();
        using RecordSigningKey key = RecordSigningKey.Create(AlgorithmSuite.Sha256P256);
        await File.WriteAllTextAsync(_folder["city.pub"], key.PublicKey.ToPem(), TestContext.Current.CancellationToken);
        await using UplinkRig rig = new(UplinkRig.Options with
        {
            TrimBy = TrimBy.Receipt,
            CityKeyFiles = [_folder["city.pub"]],
            Upstreams = [new UpstreamOptions { Host = "127.0.0.1", Port = options.DefaultEndpointOptions.Port, Protocol = protocol }],
        });
        rig.Start();
        await Eventually.HoldsAsync(() => rig.Statistics.FailedConnections > 1, "the connection is given up");
        Assert.Contains("the broker refused the subscription to edgeai/v1/hall/gateway/receipts: 0x8", rig.Statistics.LastError, StringComparison.Ordinal);
        Assert.EndsWith("permit the gateway to subscribe there (UPLINKS.md)", rig.Statistics.LastError, StringComparison.Ordinal);
        Assert.Equal(0, rig.Statistics.Sent);
        Volatile.Write(ref permits, true);
        await Eventually.HoldsAsync(() => rig.Statistics.Connected, "the connection stands once it is permitted");
        await broker.StopAsync(new MqttServerStopOptions());
    }
}
