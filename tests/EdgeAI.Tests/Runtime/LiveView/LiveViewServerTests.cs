using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using EdgeAI.Runtime.LiveView;
using EdgeAI.Runtime.Time;

namespace EdgeAI.Tests.Runtime.LiveView;

public sealed class LiveViewServerTests
{
    private readonly VirtualClock _clock = new();
    private readonly LiveViewServer _server;
    private readonly byte[] _head = new byte[LiveViewProtocol.MessageDataHead];
    private readonly uint _channel;

    public LiveViewServerTests()
    {
        _server = new LiveViewServer(new LiveViewOptions { Name = "r1", SessionId = "7", MaxClients = 2, MaxWaiting = 4, MaxWaitingBytes = 100, Metadata = new Dictionary<string, string> { ["world"] = "simulated" } }, _clock);
        _channel = _server.AddChannel("/hand/taxels", "edgeai_msgs/msg/TactileArray", "float64 a");
        _server.Add(LiveParameter.Of("/stages/grasp/allowedAgeMilliseconds", 100));
        _server.Add(LiveParameter.Of("/profile", "desktop"));
        _server.Add(new LiveService("/recording/start", static () => new LiveServiceAnswer(true, "records")));
    }

    [Fact]
    public void TryConnect_OfAClient_TellsWhatThereIs()
    {
        using LiveSession session = _server.TryConnect()!;

        Assert.Equal("""{"op":"serverInfo","name":"r1","capabilities":["parameters","parametersSubscribe","services"],"supportedEncodings":["cdr"],"metadata":{"world":"simulated"},"sessionId":"7"}""", Ordered(Text(session)));
        Assert.Equal("""{"op":"advertise","channels":[{"id":1,"topic":"/hand/taxels","encoding":"cdr","schemaName":"edgeai_msgs/msg/TactileArray","schema":"float64 a","schemaEncoding":"ros2msg"}]}""", Ordered(Text(session)));
        JsonElement service = Text(session).GetProperty("services")[0];
        Assert.Equal("/recording/start", service.GetProperty("name").GetString());
        Assert.Equal("bool success\nstring message", service.GetProperty("response").GetProperty("schema").GetString());
        Assert.False(session.TryTake(_head, out _));
    }

    [Fact]
    public void TryConnect_OfTooMany_IsRefusedAndCounted()
    {
        using LiveSession first = _server.TryConnect()!;
        using (LiveSession second = _server.TryConnect()!)
        {
            Assert.Null(_server.TryConnect());
        }

        using LiveSession third = _server.TryConnect()!;

        Assert.Equal((2, 1), (_server.Clients, _server.Refused));
    }

    [Fact]
    public void Publish_ToASubscriber_ArrivesWithItsNumberAndTime()
    {
        using LiveSession session = Connected();
        _server.Publish(_channel, 5, [9]);
        Assert.False(_server.IsWatched);
        Send(session, """{"op":"subscribe","subscriptions":[{"id":77,"channelId":1}]}""");
        Assert.True(_server.IsWatched && _server.IsSubscribed(_channel));

        _server.Publish(_channel, 1_700_000_000_000_000_000, [1, 2, 3]);

        Assert.Equal((77u, 1_700_000_000_000_000_000), Message(session, out byte[] data));
        Assert.Equal([1, 2, 3], data);
        Assert.False(session.TryTake(_head, out _));
        Send(session, """{"op":"unsubscribe","subscriptionIds":[77]}""");
        Assert.False(_server.IsWatched);
        _server.Publish(_channel, 6, [9]);
        Assert.False(session.TryTake(_head, out _));
    }

    [Fact]
    public void Publish_WhenNobodySubscribed_AllocatesNothing()
    {
        using LiveSession session = Connected();
        byte[] data = new byte[1000];

        Assert.Equal(0, Allocation.Of(() => _server.Publish(_channel, 5, data)));
    }

    [Fact]
    public void Publish_ToASlowClient_DropsTheOldestAndTellsIt()
    {
        using LiveSession slow = Connected();
        using LiveSession quick = Connected();
        Send(slow, """{"op":"subscribe","subscriptions":[{"id":1,"channelId":1}]}""");
        Send(quick, """{"op":"subscribe","subscriptions":[{"id":2,"channelId":1}]}""");

        for (byte message = 0; message < 10; message++)
        {
            _server.Publish(_channel, message, [message]);
            Assert.Equal((2u, (long)message), Message(quick, out _));
        }

        JsonElement told = Text(slow);
        Assert.Equal("status", told.GetProperty("op").GetString());
        Assert.StartsWith("6 messages dropped so far", told.GetProperty("message").GetString(), StringComparison.Ordinal);
        for (byte message = 6; message < 10; message++)
        {
            Assert.Equal((1u, (long)message), Message(slow, out _));
        }

        Assert.Equal((6, 0, 6), (slow.Dropped, quick.Dropped, _server.Dropped));
        slow.Dispose();
        Assert.Equal(6, _server.Dropped);
    }

    [Fact]
    public void Publish_OfLargeMessages_KeepsWithinTheBytes()
    {
        using LiveSession session = Connected();
        Send(session, """{"op":"subscribe","subscriptions":[{"id":1,"channelId":1}]}""");

        _server.Publish(_channel, 1, new byte[60]);
        _server.Publish(_channel, 2, new byte[60]);
        _server.Publish(_channel, 3, new byte[101]);

        Assert.Equal(2, session.Dropped);
        _ = Text(session);
        Assert.Equal((1u, 2L), Message(session, out byte[] data));
        Assert.Equal(60, data.Length);
        Assert.False(session.TryTake(_head, out _));
    }

    [Theory]
    [InlineData("""{"op":"subscribe","subscriptions":[{"id":1,"channelId":9}]}""", "there is no channel 9")]
    [InlineData("""{"op":"subscribe","subscriptions":[{"id":1,"channelId":1},{"id":2,"channelId":1}]}""", "the subscription 2 or the channel 1 is taken already; unsubscribe first")]
    [InlineData("""{"op":"advertise","channels":[]}""", "this robot takes no messages from clients")]
    [InlineData("""{"op":"subscribeConnectionGraph"}""", "this robot tells no connection graph")]
    [InlineData("""{"op":"setParameters","parameters":[{"name":"/profile","value":"x"}]}""", "no parameter can be set: they are the robot's profile; change the file and start the robot again")]
    public void Take_OfWhatCannotBe_IsAnsweredWithAStatus(string text, string expected)
    {
        using LiveSession session = Connected();

        Send(session, text);

        JsonElement status = Text(session);
        Assert.Equal((2, expected), (status.GetProperty("level").GetInt32(), status.GetProperty("message").GetString()));
    }

    [Fact]
    public void Take_GetParameters_AnswersThoseAskedForOrAll()
    {
        using LiveSession session = Connected();

        Send(session, """{"op":"getParameters","parameterNames":["/stages/grasp/allowedAgeMilliseconds","/none"],"id":"q"}""");
        Send(session, """{"op":"getParameters","parameterNames":[]}""");

        Assert.Equal("""{"op":"parameterValues","parameters":[{"name":"/stages/grasp/allowedAgeMilliseconds","value":100,"type":"float64"}],"id":"q"}""", Ordered(Text(session)));
        Assert.Equal(2, Text(session).GetProperty("parameters").GetArrayLength());
    }

    [Fact]
    public void Take_ServiceCall_AnswersInCdr()
    {
        using LiveSession session = Connected();

        Assert.Equal(LiveViewRejection.None, session.Take([2, 0, 0, 0, 0, 9, 0, 0, 0, 3, 0, 0, 0, (byte)'c', (byte)'d', (byte)'r'], isText: false));
        Assert.Equal(LiveViewRejection.None, session.Take([2, 5, 0, 0, 0, 9, 0, 0, 0, 3, 0, 0, 0, (byte)'c', (byte)'d', (byte)'r'], isText: false));

        Assert.True(session.TryTake(_head, out LiveOutgoing answer));
        Assert.Equal([3, 0, 0, 0, 0, 9, 0, 0, 0, 3, 0, 0, 0, .. "cdr"u8, 0, 1, 0, 0, 1, 0, 0, 0, 8, 0, 0, 0, .. "records\0"u8], answer.Head.ToArray());
        Assert.Equal("there is no service 5", Text(session).GetProperty("message").GetString());
    }

    [Fact]
    public void Take_FromAClientThatAsksAndNeverReads_ClosesIt()
    {
        using LiveSession session = Connected();
        LiveViewRejection rejection = LiveViewRejection.None;
        int asked = 0;
        while (rejection == LiveViewRejection.None)
        {
            rejection = session.Take("""{"op":"getParameters","parameterNames":[]}"""u8, isText: true);
            asked++;
        }

        Assert.Equal(LiveViewRejection.NotReading, rejection);
        Assert.Equal(257, asked);
        Assert.Equal(1, _server.Rejected);
    }

    [Fact]
    public void Take_OfAnswersThatAreLarge_ClosesItByTheirBytes()
    {
        using LiveSession session = Connected();
        for (int index = 0; index < 5; index++)
        {
            _server.Add(LiveParameter.Of($"/large{index}", new string('x', 200_000)));
        }

        LiveViewRejection rejection = LiveViewRejection.None;
        int asked = 0;
        while (rejection == LiveViewRejection.None)
        {
            rejection = session.Take("""{"op":"getParameters","parameterNames":[]}"""u8, isText: true);
            asked++;
        }

        Assert.Equal((LiveViewRejection.NotReading, 5), (rejection, asked));
    }

    [Fact]
    public void Take_SubscribeToManyUnknownChannels_IsAnsweredOnce()
    {
        using LiveSession session = Connected();
        string asked = string.Join(",", Enumerable.Range(100, 1000).Select(static id => $$"""{"id":{{id}},"channelId":{{id}}}"""));

        Send(session, $$"""{"op":"subscribe","subscriptions":[{{asked}}]}""");

        Assert.Equal("there is no channel 100, 101, 102, 103, 104, 105, 106, 107, and so for 992 more", Text(session).GetProperty("message").GetString());
        Assert.False(session.TryTake(_head, out _));
    }

    [Fact]
    public void AddChannel_WhileClientsWatch_IsAdvertised()
    {
        using LiveSession session = Connected();

        Assert.Equal(2u, _server.AddChannel("/later", "a/msg/B", ""));

        Assert.Equal("/later", Text(session).GetProperty("channels")[0].GetProperty("topic").GetString());
    }

    [Fact]
    public async Task WaitAsync_EndsWithAMessageAndWithTheSession()
    {
        LiveSession session = Connected();
        Send(session, """{"op":"subscribe","subscriptions":[{"id":1,"channelId":1}]}""");
        while (session.TryTake(_head, out _))
        {
        }

        _server.Publish(_channel, 1, [1]);
        Assert.True(await session.WaitAsync(TestContext.Current.CancellationToken));
        _ = Message(session, out _);
        session.Dispose();
        while (await session.WaitAsync(TestContext.Current.CancellationToken))
        {
        }

        Assert.False(_server.IsWatched);
    }

    [Fact]
    public void Publish_WhileClientsComeGoAndSubscribe_LosesNothingThatIsNotCounted()
    {
        Thread publisher = new(() =>
        {
            for (int message = 0; message < 20_000; message++)
            {
                _server.Publish(_channel, message, [1, 2, 3]);
            }
        });
        publisher.Start();
        while (publisher.IsAlive)
        {
            using LiveSession session = Connected();
            Send(session, """{"op":"subscribe","subscriptions":[{"id":1,"channelId":1}]}""");
            _ = session.TryTake(_head, out LiveOutgoing outgoing);
            outgoing.Payload?.Release();
            _server.AddChannel("/more", "a/msg/B", "");
        }

        Assert.Equal(0, _server.Clients);
        Assert.False(_server.IsWatched);
    }

    private LiveSession Connected()
    {
        LiveSession session = _server.TryConnect()!;
        for (int told = 0; told < 3; told++)
        {
            Assert.True(session.TryTake(_head, out _));
        }

        return session;
    }

    private static void Send(LiveSession session, string text) => Assert.Equal(LiveViewRejection.None, session.Take(Encoding.UTF8.GetBytes(text), isText: true));

    private JsonElement Text(LiveSession session)
    {
        Assert.True(session.TryTake(_head, out LiveOutgoing next));
        Assert.True(next.IsText);
        return JsonDocument.Parse(next.Head).RootElement;
    }

    // With "op" first, wherever it stands: the protocol asks for no order.
    private static string Ordered(JsonElement message) =>
        "{" + string.Join(',', message.EnumerateObject().OrderByDescending(static property => property.Name == "op").Select(static property => $"\"{property.Name}\":{property.Value.GetRawText()}")) + "}";

    private (uint Subscription, long Time) Message(LiveSession session, out byte[] data)
    {
        Assert.True(session.TryTake(_head, out LiveOutgoing next));
        Assert.False(next.IsText);
        Assert.Equal(1, next.Head.Span[0]);
        data = next.Payload!.Data.ToArray();
        next.Payload.Release();
        return (BinaryPrimitives.ReadUInt32LittleEndian(next.Head.Span[1..]), BinaryPrimitives.ReadInt64LittleEndian(next.Head.Span[5..]));
    }
}
