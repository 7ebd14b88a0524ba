using System.Net.WebSockets;
using EdgeAI.Gateway.Broker;
using EdgeAI.Gateway.Spool;
using EdgeAI.PowerCut;

namespace EdgeAI.Tests.Gateway.Broker;

public sealed class WebSocketTests
{
    private const string Topic = "edgeai/v1/hall/robot/1/1";

    [Fact]
    public async Task WebSocket_WithTheMqttSubprotocol_CarriesPackets()
    {
        await using BrokerFixture broker = await StartAsync();
        broker.Store.AtOnce = StoreStatus.Stored;
        using ClientWebSocket socket = await OpenAsync(broker, null);
        Assert.Equal("mqtt", socket.SubProtocol);
        byte[] publish = Publish(5, 7);
        // Packets need not keep to messages: one and a half in the first, the rest in the second.
        await SendAsync(socket, [.. MqttPackets.Connect(5, "page"), .. publish[..20]]);
        await SendAsync(socket, publish[20..]);
        await ReceiveUntilAsync(socket, "40020007");
        await SendAsync(socket, MqttPackets.Disconnect);
        await Eventually.HoldsAsync(() => broker.Statistics.Connections == 0, "it said goodbye");
        Assert.Equal(1, broker.Store.Count);
    }

    [Theory]
    [InlineData("https://elsewhere.example", false)]
    [InlineData("http://localhost:8080", true)]
    [InlineData("http://127.0.0.1", true)]
    public async Task WebSocket_OfAPageFromElsewhere_IsForbidden(string origin, bool isTaken)
    {
        await using BrokerFixture broker = await StartAsync();
        if (isTaken)
        {
            using ClientWebSocket socket = await OpenAsync(broker, origin);
            Assert.Equal(WebSocketState.Open, socket.State);
        }
        else
        {
            WebSocketException error = await Assert.ThrowsAsync<WebSocketException>(() => OpenAsync(broker, origin));
            Assert.Contains("403", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task WebSocket_WithATextMessage_IsEnded()
    {
        await using BrokerFixture broker = await StartAsync();
        using ClientWebSocket socket = await ConnectAsync(broker, 5, "page");
        await socket.SendAsync(MqttPackets.Ping, WebSocketMessageType.Text, true, TestContext.Current.CancellationToken);
        Assert.Equal("", await ReceiveToTheEndAsync(socket));
        await Eventually.HoldsAsync(() => broker.Statistics.Connections == 0, "it is gone");
    }

    [Fact]
    public async Task Stop_AnswersWhatIsOnItsWay_ThenSaysGoodbye()
    {
        await using BrokerFixture broker = await StartAsync();
        using ClientWebSocket socket = await ConnectAsync(broker, 5, "page");
        await SendAsync(socket, Publish(5, 7));
        await Eventually.HoldsAsync(() => broker.Store.Count == 1, "it is on its way");
        Task stopped = broker.Broker.DisposeAsync().AsTask();
        broker.Store.Complete(0);
        Assert.StartsWith("40020007" + "E0", await ReceiveToTheEndAsync(socket), StringComparison.Ordinal);
        socket.Dispose();
        await stopped;
    }

    [Fact]
    public async Task SameClientId_ConnectedAnew_IsToldToTheFirst()
    {
        await using BrokerFixture broker = await StartAsync();
        using ClientWebSocket socket = await ConnectAsync(broker, 5, "page");
        await broker.ConnectAsync("page");
        string told = await ReceiveToTheEndAsync(socket);
        Assert.StartsWith("E0", told, StringComparison.Ordinal);
        Assert.Equal("8E", told[4..6]);
    }

    [Fact]
    public async Task Refusal_In311_AcknowledgesWhatCameBeforeAndNothingBehind()
    {
        await using BrokerFixture broker = await StartAsync();
        using ClientWebSocket socket = await ConnectAsync(broker, 4, "page");
        await SendAsync(socket, [.. Publish(4, 1), .. Publish(4, 2), .. Publish(4, 3)]);
        await Eventually.HoldsAsync(() => broker.Store.Count == 3, "all are on their way");
        broker.Store.Complete(2);
        broker.Store.Complete(1, StoreStatus.Full);
        broker.Store.Complete(0);
        Assert.Equal("40020001", await ReceiveToTheEndAsync(socket));
        Assert.Equal(1, broker.Statistics.EndedBy[ConnectionEnd.PublishRefused]);
    }

    private static byte[] Publish(byte version, ushort packetId) => MqttPackets.Publish(version, Topic, RawFrames.Make(1, 1, 1), packetId);

    private static Task<BrokerFixture> StartAsync()
        => BrokerFixture.StartAsync(configure: options => options with { Listeners = [new ListenerOptions { Kind = ListenerKind.WebSocket }] });

    private static async Task<ClientWebSocket> OpenAsync(BrokerFixture broker, string? origin)
    {
        ClientWebSocket socket = new();
        socket.Options.AddSubProtocol("mqtt");
        if (origin is not null)
        {
            socket.Options.SetRequestHeader("Origin", origin);
        }

        await socket.ConnectAsync(new Uri($"ws://127.0.0.1:{broker.Broker.Ports[1]}/mqtt"), TestContext.Current.CancellationToken);
        return socket;
    }

    private static async Task<ClientWebSocket> ConnectAsync(BrokerFixture broker, byte version, string clientId)
    {
        ClientWebSocket socket = await OpenAsync(broker, null);
        await SendAsync(socket, MqttPackets.Connect(version, clientId));
        string connack = await ReceiveAsync(socket);
        Assert.StartsWith("20", connack, StringComparison.Ordinal);
        return socket;
    }

    private static async Task SendAsync(ClientWebSocket socket, byte[] bytes)
        => await socket.SendAsync(bytes, WebSocketMessageType.Binary, true, TestContext.Current.CancellationToken);

    // The next message in hexadecimal; nothing when the broker closed.
    private static async Task<string> ReceiveAsync(ClientWebSocket socket)
    {
        using CancellationTokenSource patience = new(TimeSpan.FromSeconds(20));
        byte[] buffer = new byte[4096];
        WebSocketReceiveResult result = await socket.ReceiveAsync(buffer, patience.Token);
        if (result.MessageType == WebSocketMessageType.Close)
        {
            return "";
        }

        Assert.Equal(WebSocketMessageType.Binary, result.MessageType);
        return Convert.ToHexString(buffer.AsSpan(0, result.Count));
    }

    private static async Task ReceiveUntilAsync(ClientWebSocket socket, string end)
    {
        string received = "";
        while (!received.EndsWith(end, StringComparison.Ordinal))
        {
            string next = await ReceiveAsync(socket);
            Assert.NotEqual("", next);
            received += next;
        }
    }

    // All that comes until the broker closes, by a Close message and not by a reset.
    private static async Task<string> ReceiveToTheEndAsync(ClientWebSocket socket)
    {
        string received = "";
        for (string next = await ReceiveAsync(socket); next.Length > 0; next = await ReceiveAsync(socket))
        {
            received += next;
        }

        return received;
    }
}
