using System.Buffers;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using EdgeAI.Device.Board;
using EdgeAI.Device.Messages;
using EdgeAI.Device.Time;
using EdgeAI.Device.Wire;
using EdgeAI.Runtime.Links;
using EdgeAI.Runtime.Time;
using MQTTnet;
using MQTTnet.Protocol;
using MQTTnet.Server;

namespace EdgeAI.Tests.Runtime.Links;

/// <summary>A board behind a broker, seen from the robot: a real broker on loopback, a board that speaks as the firmware's MqttLine does.</summary>
public sealed class MqttLinkTests : IAsyncLifetime
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(30);

    private readonly MonotonicClock _clock = new();
    private readonly byte[] _raw = new byte[FrameLayout.MaxFrameLength];
    private readonly byte[] _framed = new byte[FrameLayout.MaxLinkLength];
    private readonly int _port = FreePort();
    private MqttServer? _broker;
    private IMqttClient? _board;

    public async ValueTask InitializeAsync()
    {
        _broker = await StartBrokerAsync();
        _board = new MqttClientFactory().CreateMqttClient();
        await _board.ConnectAsync(new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1", _port).Build());
    }

    public async ValueTask DisposeAsync()
    {
        _board?.Dispose();
        if (_broker is not null)
        {
            await _broker.StopAsync();
            _broker.Dispose();
        }
    }

    [Fact]
    public async Task Receive_RawFramesUnderUp_ComeAsALinkForm()
    {
        using MqttLink link = new("127.0.0.1", _port, "boards/7", _clock);
        UntilReady(link);
        FrameReceiver receiver = new();
        byte[] bytes = new byte[4096];
        List<long> sequences = [];
        await SpeakUntilHeardAsync(link);
        for (int sequence = 0; sequence < 20; sequence++)
        {
            await _board!.PublishBinaryAsync("boards/7/up", Frame(sequence), MqttQualityOfServiceLevel.AtLeastOnce, cancellationToken: TestContext.Current.CancellationToken);
        }

        Until(() =>
        {
            int count = link.Receive(bytes, 0, bytes.Length);
            int position = 0;
            while (receiver.TryReceive(bytes, ref position, count))
            {
                sequences.Add(receiver.Header.Sequence);
            }

            return sequences.Count(static sequence => sequence < 1000) == 20;
        });
        Assert.Equal(Enumerable.Range(0, 20).Select(static sequence => (long)sequence), sequences.Where(static sequence => sequence < 1000));
        Assert.Equal(0, receiver.Rejected);
    }

    [Fact]
    public async Task Send_LinkForm_GoesRawUnderDown()
    {
        TaskCompletionSource<byte[]> heard = new();
        _board!.ApplicationMessageReceivedAsync += arrived =>
        {
            heard.TrySetResult(arrived.ApplicationMessage.Payload.ToArray());
            return Task.CompletedTask;
        };
        await _board.SubscribeAsync("boards/7/down", cancellationToken: TestContext.Current.CancellationToken);
        using MqttLink link = new("127.0.0.1", _port, "boards/7", _clock);
        byte[] frame = Frame(5);
        int length = Cobs.Encode(frame, 0, frame.Length, _framed, 0);
        _framed[length] = FrameLayout.Delimiter;
        Until(() => link.Send(_framed, 0, length + 1) == LinkStatus.Ok);
        Assert.Equal(frame, await heard.Task.WaitAsync(Bound, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task SendAndReceive_WhenWarm_AllocateNothingOnTheCallersThread()
    {
        const int Calls = 2000;
        int heard = 0;
        _board!.ApplicationMessageReceivedAsync += _ =>
        {
            Interlocked.Increment(ref heard);
            return Task.CompletedTask;
        };
        await _board.SubscribeAsync("boards/7/down", cancellationToken: TestContext.Current.CancellationToken);
        using MqttLink link = new("127.0.0.1", _port, "boards/7", _clock);
        UntilReady(link);
        byte[] frame = Frame(5);
        int length = Cobs.Encode(frame, 0, frame.Length, _framed, 0);
        _framed[length] = FrameLayout.Delimiter;
        byte[] bytes = new byte[4096];

        Assert.Equal(0, Allocation.Of(
            () =>
            {
                link.Send(_framed, 0, length + 1);
                link.Receive(bytes, 0, bytes.Length);
            },
            Calls));
        Until(() => Volatile.Read(ref heard) + link.Dropped == Calls + 50);
    }

    [Fact]
    public async Task Receive_SomethingTooLong_IsDroppedAndCounted()
    {
        using MqttLink link = new("127.0.0.1", _port, "boards/7", _clock);
        UntilReady(link);
        await SpeakUntilHeardAsync(link);
        await _board!.PublishBinaryAsync("boards/7/up", new byte[FrameLayout.MaxFrameLength + 1], MqttQualityOfServiceLevel.AtLeastOnce, cancellationToken: TestContext.Current.CancellationToken);
        Until(() => link.Dropped == 1);
        Assert.Equal(0, link.Receive(_raw, 0, _raw.Length));
    }

    [Fact]
    public void Send_NoBroker_IsClosedAndDoesNotWait()
    {
        using MqttLink link = new("127.0.0.1", FreePort(), "boards/7", _clock);
        Assert.Equal(LinkStatus.Closed, link.Send([0], 0, 1));
        Assert.Equal(0, link.Receive(_raw, 0, 100));
    }

    [Fact]
    public async Task Receive_BrokerRefusedTheSubscription_IsClosedAndSubscribesAnew()
    {
        int asked = 0;
        _broker!.InterceptingSubscriptionAsync += subscription =>
        {
            if (Interlocked.Increment(ref asked) <= 2)
            {
                subscription.ProcessSubscription = false;
                subscription.Response.ReasonCode = MqttSubscribeReasonCode.NotAuthorized;
            }

            return Task.CompletedTask;
        };
        using MqttLink link = new("127.0.0.1", _port, "boards/7", _clock);
        Until(() =>
        {
            LinkStatus sent = link.Send([0], 0, 1);
            Assert.True(sent == LinkStatus.Closed || Volatile.Read(ref asked) > 2);
            return sent == LinkStatus.Ok;
        });

        Assert.Equal(3, asked);
        Assert.True(link.IsOpen);
        await SpeakUntilHeardAsync(link);
    }

    [Fact]
    public void Receive_BrokerGoneWithoutAWord_ConnectsAgain()
    {
        VirtualClock clock = new();
        using MuteBroker broker = new();
        using MqttLink link = new("127.0.0.1", broker.Port, "boards/7", clock);
        Until(() => link.Send([0], 0, 1) == LinkStatus.Ok);
        Assert.Equal(1, broker.Connections);

        clock.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal(LinkStatus.Ok, link.Send([0], 0, 1));
        Until(() =>
        {
            clock.Advance(TimeSpan.FromMilliseconds(1));
            link.Receive(_raw, 0, 100);
            return broker.Connections == 2 && link.IsOpen;
        });
    }

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static void Until(Func<bool> condition)
    {
        long start = Stopwatch.GetTimestamp();
        while (!condition())
        {
            Assert.True(Stopwatch.GetElapsedTime(start) < Bound);
            Thread.Sleep(1);
        }
    }

    private static void UntilReady(MqttLink link) => Until(() => link.Send([0], 0, 1) == LinkStatus.Ok);

    // Connected is not yet subscribed: frames of other numbers show when it is.
    private async Task SpeakUntilHeardAsync(MqttLink link)
    {
        byte[] bytes = new byte[4096];
        long start = Stopwatch.GetTimestamp();
        while (link.Receive(bytes, 0, bytes.Length) == 0)
        {
            Assert.True(Stopwatch.GetElapsedTime(start) < Bound);
            await _board!.PublishBinaryAsync("boards/7/up", Frame(1000), MqttQualityOfServiceLevel.AtLeastOnce, cancellationToken: TestContext.Current.CancellationToken);
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }
    }

    private byte[] Frame(long sequence)
    {
        FrameHeader header = new() { Board = 7, Boot = 1, Stream = 3, Sequence = sequence };
        int length = FrameEncoder.Encode(header, new ForceStamped { Stamp = new Stamp(1_000_000, 1_000) }, _raw, 0, _raw.Length);
        return _raw.AsSpan(0, length).ToArray();
    }

    private async Task<MqttServer> StartBrokerAsync()
    {
        // By default the broker drops of what waits for a subscriber all but the latest 250: on a busy machine some of what a test sends.
        MqttServerOptions options = new MqttServerOptionsBuilder().WithMaxPendingMessagesPerClient(10_000).WithDefaultEndpoint().WithDefaultEndpointBoundIPAddress(IPAddress.Loopback).WithDefaultEndpointBoundIPV6Address(IPAddress.None).WithDefaultEndpointPort(_port).Build();
        MqttServer broker = new MqttServerFactory().CreateMqttServer(options);
        await broker.StartAsync();
        return broker;
    }
}
