using System.Net;
using EdgeAI.Records;
using EdgeAI.Robot.Downlink;
using EdgeAI.Robot.Outbound;
using EdgeAI.Tests.Gateway;
using EdgeAI.Tests.Gateway.Downlink;
using MQTTnet.Protocol;
using MQTTnet.Server;

namespace EdgeAI.Tests.Robot.Downlink;

public sealed class CommandConnectionTests
{
    [Fact]
    public async Task State_GatewayGrantsNoSubscription_SaysSoAndIsNotConnected()
    {
        MqttServerOptions options = new MqttServerOptionsBuilder()
            .WithDefaultEndpoint()
            .WithDefaultEndpointBoundIPAddress(IPAddress.Loopback)
            .WithDefaultEndpointBoundIPV6Address(IPAddress.None)
            .WithDefaultEndpointPort(0)
            .Build();
        using MqttServer gateway = new MqttServerFactory().CreateMqttServer(options);
        bool refuses = true;
        gateway.InterceptingSubscriptionAsync += args =>
        {
            args.Response.ReasonCode = Volatile.Read(ref refuses) ? MqttSubscribeReasonCode.NotAuthorized : MqttSubscribeReasonCode.GrantedQoS1;
            args.ProcessSubscription = !refuses;
            return Task.CompletedTask;
        };
        await gateway.StartAsync();
        await using CommandConnection connection = new(GatewayLife.Site, "robot-1", new GatewayAddress("127.0.0.1", options.DefaultEndpointOptions.Port, null), static _ => { }, TimeProvider.System);
        connection.Start();

        await Eventually.HoldsAsync(() => connection.LastError.Contains(Topics.Commands(GatewayLife.Site, "robot-1"), StringComparison.Ordinal), "the refused subscription is named");
        Assert.False(connection.Connected);
        Volatile.Write(ref refuses, false);

        await Eventually.HoldsAsync(() => connection.Connected, "it tries again");
    }
}
