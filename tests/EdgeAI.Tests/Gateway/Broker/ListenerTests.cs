using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using EdgeAI.Gateway;
using EdgeAI.Gateway.Broker;
using EdgeAI.Gateway.Spool;
using EdgeAI.PowerCut;

namespace EdgeAI.Tests.Gateway.Broker;

public sealed class ListenerTests
{
    private const string Topic = "edgeai/v1/hall/robot/1/1";

    [Fact]
    public async Task Listener_OnIPv6Loopback_Serves()
    {
        Assert.SkipUnless(Socket.OSSupportsIPv6, "this machine has no IPv6");
        await using BrokerFixture broker = await BrokerFixture.StartAsync(configure: options => options with { Listeners = [new ListenerOptions { Address = "::1" }] });
        using RawMqttClient client = await RawMqttClient.OpenAsync(broker.Broker.Ports[1], IPAddress.IPv6Loopback);
        await client.SendAsync(MqttPackets.Connect(4, "six"));
        Assert.Equal("20 0000", await client.ReadHexAsync());
    }

    [Fact]
    public async Task TlsListener_AsksForTheDevicesCertificate_AndNamesTheDeviceByIt()
    {
        using X509Certificate2 server = TestCertificates.Make("localhost");
        using X509Certificate2 robot = TestCertificates.Make("robot");
        await using BrokerFixture broker = await BrokerFixture.StartAsync(
            new BrokerLimits { MaximumConnectionsPerDevice = 2 },
            options => options with { Devices = new TestDirectory(), Tls = new TestTlsServer(server, robot), Listeners = [new ListenerOptions { Address = "0.0.0.0", Tls = true }] });
        broker.Store.AtOnce = StoreStatus.Stored;
        using SslStream first = await OpenTlsAsync(broker, robot, server);
        await first.WriteAsync(MqttPackets.Connect(4, "any"), TestContext.Current.CancellationToken);
        byte[] answer = new byte[4];
        await first.ReadExactlyAsync(answer, TestContext.Current.CancellationToken);
        Assert.Equal("20020000", Convert.ToHexString(answer));
        await first.WriteAsync(MqttPackets.Publish(4, Topic, RawFrames.Make(1, 1, 1), 1), TestContext.Current.CancellationToken);
        await first.ReadExactlyAsync(answer, TestContext.Current.CancellationToken);
        Assert.Equal("40020001", Convert.ToHexString(answer));

        // As many connections as one device may have, and one more.
        List<SslStream> held = [];
        foreach (string code in (string[])["20020000", "20020003"])
        {
            SslStream next = await OpenTlsAsync(broker, robot, server);
            held.Add(next);
            await next.WriteAsync(MqttPackets.Connect(4, $"id{code}"), TestContext.Current.CancellationToken);
            await next.ReadExactlyAsync(answer, TestContext.Current.CancellationToken);
            Assert.Equal(code, Convert.ToHexString(answer));
        }

        Assert.Equal(1, broker.Statistics.EndedBy[ConnectionEnd.TooManyOfDevice]);
        held.ForEach(stream => stream.Dispose());
        await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            using SslStream nameless = await OpenTlsAsync(broker, null, server);
            await nameless.WriteAsync(MqttPackets.Connect(4, "robot"), TestContext.Current.CancellationToken);
            await nameless.ReadExactlyAsync(answer, TestContext.Current.CancellationToken);
        });
    }

    [Theory]
    [InlineData("0.0.0.0", "without TLS")]
    [InlineData("somewhere", "not an IP address")]
    public async Task Listener_ThatCannotBe_IsRefusedInOneLine(string address, string reason)
    {
        GatewayException error = await Assert.ThrowsAsync<GatewayException>(() => BrokerFixture.StartAsync(configure: options => options with { Listeners = [new ListenerOptions { Address = address }] }));
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    private static async Task<SslStream> OpenTlsAsync(BrokerFixture broker, X509Certificate2? device, X509Certificate2 server)
    {
        Socket socket = new(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, broker.Broker.Ports[1]);
        SslStream stream = new(new NetworkStream(socket, ownsSocket: true), false);
        await stream.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions
            {
                TargetHost = "localhost",
                ClientCertificates = device is null ? null : [device],
                RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate!.GetCertHashString() == server.GetCertHashString(),
            },
            TestContext.Current.CancellationToken);
        return stream;
    }
}
