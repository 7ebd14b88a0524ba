using System.Buffers.Binary;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using EdgeAI.Robot.Commands;
using EdgeAI.Robot.LiveView;
using EdgeAI.Runtime.LiveView;
using EdgeAI.Runtime.Time;

namespace EdgeAI.Tests.Robot.LiveView;

public sealed class LiveViewEndpointTests : IAsyncLifetime
{
    private static readonly byte[] Call = [2, 0, 0, 0, 0, 9, 0, 0, 0, 3, 0, 0, 0, .. "cdr"u8];

    private readonly LiveViewServer _server = new(new LiveViewOptions { Name = "r1", SessionId = "7", MaxClients = 2, MaxWaiting = 8 }, new VirtualClock());
    private readonly uint _channel;
    private LiveViewEndpoint _endpoint = null!;

    public LiveViewEndpointTests()
    {
        _channel = _server.AddChannel("/hand/taxels", "a/msg/B", "");
        _server.Add(new LiveService("/recording/start", static () => new LiveServiceAnswer(false, "no disk")));
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _endpoint = await LiveViewEndpoint.StartAsync(_server, "127.0.0.1", 0);

    public async ValueTask DisposeAsync() => await _endpoint.DisposeAsync();

    [Fact]
    public async Task Connect_SubscribeAndCall_GivesMessagesAndAnswers()
    {
        using ClientWebSocket client = await ConnectAsync();
        Assert.Equal(LiveViewProtocol.Subprotocol, client.SubProtocol);
        Assert.Equal("serverInfo", (await TextAsync(client)).GetProperty("op").GetString());
        Assert.Equal("advertise", (await TextAsync(client)).GetProperty("op").GetString());
        Assert.Equal("advertiseServices", (await TextAsync(client)).GetProperty("op").GetString());
        await SendAsync(client, """{"op":"subscribe","subscriptions":[{"id":3,"channelId":1}]}""");
        await SendAsync(client, """{"op":"getParameters","parameterNames":[]}""");
        Assert.Equal("parameterValues", (await TextAsync(client)).GetProperty("op").GetString());

        _server.Publish(_channel, 1_700_000_000_000_000_000, [1, 2, 3]);
        byte[] message = await BytesAsync(client, WebSocketMessageType.Binary);
        await client.SendAsync(Call, WebSocketMessageType.Binary, true, Stop);
        byte[] answer = await BytesAsync(client, WebSocketMessageType.Binary);

        Assert.Equal([1, 3, 0, 0, 0], message[..5]);
        Assert.Equal(1_700_000_000_000_000_000, BinaryPrimitives.ReadInt64LittleEndian(message.AsSpan(5)));
        Assert.Equal([1, 2, 3], message[13..]);
        Assert.Equal(3, answer[0]);
        Assert.EndsWith("no disk\0", Encoding.UTF8.GetString(answer), StringComparison.Ordinal);
        await client.CloseAsync(WebSocketCloseStatus.NormalClosure, "", Stop);
    }

    [Theory]
    [InlineData("no json", "BadJson")]
    [InlineData("""{"op":"dance"}""", "UnknownOperation")]
    public async Task Send_OfNoMessage_ClosesTheClientByName(string text, string expected)
    {
        using ClientWebSocket client = await ConnectAsync();

        await SendAsync(client, text);

        Assert.Equal((WebSocketCloseStatus.PolicyViolation, expected), await CloseOfAsync(client));
        Assert.Equal(1, _server.Rejected);
    }

    [Fact]
    public async Task Send_OfMoreThanAClientMay_ClosesItByName()
    {
        using ClientWebSocket client = await ConnectAsync();

        await SendAsync(client, new string('x', LiveViewProtocol.MaxClientMessage + 1));

        Assert.Equal((WebSocketCloseStatus.MessageTooBig, "TooLong"), await CloseOfAsync(client));
    }

    [Fact]
    public async Task Connect_OfOneTooMany_IsRefused()
    {
        using ClientWebSocket first = await ConnectAsync();
        using ClientWebSocket second = await ConnectAsync();

        WebSocketException refused = await Assert.ThrowsAsync<WebSocketException>(() => ConnectAsync());

        Assert.Contains("503", refused.Message, StringComparison.Ordinal);
        Assert.Equal(1, _server.Refused);
    }

    [Theory]
    [InlineData("other.protocol", null, "400")]
    [InlineData(LiveViewProtocol.Subprotocol, "https://evil.example", "403")]
    [InlineData(LiveViewProtocol.Subprotocol, "https://notfoxglove.dev", "403")]
    [InlineData(LiveViewProtocol.Subprotocol, "http://app.foxglove.dev", "403")]
    [InlineData(LiveViewProtocol.Subprotocol, "null", "403")]
    [InlineData(LiveViewProtocol.Subprotocol, "nonsense", "403")]
    [InlineData(LiveViewProtocol.Subprotocol, "file:///home/page.html", "403")]
    [InlineData(LiveViewProtocol.Subprotocol, "evil://localhost", "403")]
    public async Task Connect_OfWhoMayNot_IsRefused(string protocol, string? origin, string status)
        => Assert.Contains(status, (await Assert.ThrowsAsync<WebSocketException>(() => ConnectAsync(protocol, origin))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("https://app.foxglove.dev")]
    [InlineData("http://localhost:8080")]
    [InlineData("file://")]
    public async Task Connect_OfAPageThatMay_IsLetIn(string origin)
    {
        using ClientWebSocket client = await ConnectAsync(origin: origin);
        Assert.Equal("serverInfo", (await TextAsync(client)).GetProperty("op").GetString());
    }

    [Fact]
    public async Task Publish_ToAClientThatDoesNotRead_NeverWaits()
    {
        using ClientWebSocket client = await ConnectAsync();
        await SendAsync(client, """{"op":"subscribe","subscriptions":[{"id":3,"channelId":1}]}""");
        await UntilAsync(() => _server.IsWatched);
        byte[] image = new byte[1 << 20];

        while (_server.Dropped == 0)
        {
            _server.Publish(_channel, 1, image);
        }

        client.Abort();
        await UntilAsync(() => _server.Clients == 0);
    }

    [Theory]
    [InlineData(new byte[] { 0x81, 0x05, 1, 2, 3, 4, 5 })]
    [InlineData(new byte[] { 0x82, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0 })]
    [InlineData(new byte[] { 0xF1, 0x80, 0, 0, 0, 0 })]
    [InlineData(new byte[] { 0x81, 0x84, 0, 0, 0, 0, 0xFF, 0xFE, 0xFD, 0xFC })]
    public async Task Bytes_ThatAreNoWebSocketFrames_EndThatClientAlone(byte[] frames)
    {
        using ClientWebSocket other = await ConnectAsync();
        using TcpClient client = new();
        Uri address = new(_endpoint.Address);
        await client.ConnectAsync(address.Host, address.Port, Stop);
        NetworkStream stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Protocol: {LiveViewProtocol.Subprotocol}\r\n\r\n"), Stop);
        await UntilAsync(() => _server.Clients == 2);

        await stream.WriteAsync(frames, Stop);

        await UntilAsync(() => _server.Clients < 2);
        Assert.Equal("serverInfo", (await TextAsync(other)).GetProperty("op").GetString());
    }

    [Fact]
    public async Task StartAsync_OnATakenPort_SaysTheMend()
    {
        int port = new Uri(_endpoint.Address).Port;

        CannotRunException problem = await Assert.ThrowsAsync<CannotRunException>(() => LiveViewEndpoint.StartAsync(_server, "127.0.0.1", port));

        Assert.StartsWith($"live view on 127.0.0.1, port {port}: ", problem.Message, StringComparison.Ordinal);
        Assert.Contains("name another with --live-view", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DisposeAsync_WithClients_EndsThem()
    {
        using ClientWebSocket client = await ConnectAsync();

        await _endpoint.DisposeAsync();

        Assert.Equal(0, _server.Clients);
        await Assert.ThrowsAnyAsync<WebSocketException>(async () =>
        {
            while (true)
            {
                await client.ReceiveAsync(new byte[100_000], Stop);
                if (client.State != WebSocketState.Open)
                {
                    throw new WebSocketException("closed");
                }
            }
        });
    }

    private async Task<ClientWebSocket> ConnectAsync(string protocol = LiveViewProtocol.Subprotocol, string? origin = null)
    {
        ClientWebSocket client = new();
        client.Options.AddSubProtocol(protocol);
        if (origin is not null)
        {
            client.Options.SetRequestHeader("Origin", origin);
        }

        await client.ConnectAsync(new Uri(_endpoint.Address), Stop);
        return client;
    }

    private static Task SendAsync(ClientWebSocket client, string text) => client.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true, Stop);

    private static async Task<JsonElement> TextAsync(ClientWebSocket client) => JsonDocument.Parse(await BytesAsync(client, WebSocketMessageType.Text)).RootElement;

    private static async Task<byte[]> BytesAsync(ClientWebSocket client, WebSocketMessageType expected)
    {
        byte[] bytes = new byte[1 << 17];
        int length = 0;
        while (true)
        {
            ValueWebSocketReceiveResult received = await client.ReceiveAsync(bytes.AsMemory(length), Stop);
            Assert.Equal(expected, received.MessageType);
            length += received.Count;
            if (received.EndOfMessage)
            {
                return bytes[..length];
            }
        }
    }

    private static async Task<(WebSocketCloseStatus? Status, string? Reason)> CloseOfAsync(ClientWebSocket client)
    {
        byte[] bytes = new byte[1 << 17];
        while ((await client.ReceiveAsync(bytes, Stop)).MessageType != WebSocketMessageType.Close)
        {
        }

        return (client.CloseStatus, client.CloseStatusDescription);
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        while (!condition())
        {
            await Task.Delay(5, Stop);
        }
    }
}
