using EdgeAI.Device.Messages;
using EdgeAI.Device.Time;
using EdgeAI.Device.Wire;
using EdgeAI.Gateway;
using EdgeAI.Gateway.Sparkplug;
using MQTTnet;
using MQTTnet.Protocol;

namespace EdgeAI.Tests.Gateway.Sparkplug;

/// <summary>From a robot's publish through a gateway's spool to a host application.</summary>
public sealed class GatewaySparkplugTests
{
    [Fact]
    public async Task Gateway_StoredFrame_IsToldAsAMetricOfItsRobot()
    {
        using TemporaryFolder folder = new();
        await using EdgeNodeFixture fixture = await EdgeNodeFixture.StartWithoutNodeAsync();
        await using GatewayHost gateway = await GatewayHost.StartAsync(new GatewayOptions
        {
            Id = "gw",
            Site = "lab",
            SpoolFolder = folder["spool"],
            Port = 0,
            Sparkplug = new SparkplugOptions { Host = "127.0.0.1", Port = fixture.Way.Port, MinimumInterval = TimeSpan.FromMilliseconds(20) },
        });
        byte[] frame = new byte[FrameLayout.MaxFrameLength];
        int length = FrameEncoder.Encode(new FrameHeader { Board = 1, Stream = 2, Boot = 1, Flags = FrameFlags.Simulated }, new Temperature { Value = 2150, Stamp = new Stamp(1000, 0) }, frame, 0, frame.Length);
        using IMqttClient robot = new MqttClientFactory().CreateMqttClient();
        await robot.ConnectAsync(new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1", gateway.Port).Build(), TestContext.Current.CancellationToken);
        await robot.PublishAsync(new MqttApplicationMessage { Topic = "edgeai/v1/lab/r1/1/2", PayloadSegment = frame.AsMemory(0, length).ToArray(), QualityOfServiceLevel = MqttQualityOfServiceLevel.AtLeastOnce }, TestContext.Current.CancellationToken);
        await Eventually.HoldsAsync(() => fixture.Host.Raw.Any(static message => message.Topic == "spBv1.0/lab/DBIRTH/gw/r1"), "the robot is born");
        (string topic, byte[] payload, _) = fixture.Host.Raw.First(static message => message.Topic == "spBv1.0/lab/DBIRTH/gw/r1");
        SparkplugMessage.Metric metric = SparkplugMessage.Read(topic, payload)["1/2/temperature"];
        Assert.Equal((21.5, "True"), (metric.Value, metric.Properties["Simulated"]));
        Assert.True(gateway.Snapshot().Sparkplug!.Online);
        await robot.DisconnectAsync(cancellationToken: TestContext.Current.CancellationToken);
    }
}
