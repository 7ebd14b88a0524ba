using EdgeAI.Device.Messages;
using EdgeAI.Device.Time;
using EdgeAI.Device.Wire;
using EdgeAI.Runtime.Graph;
using EdgeAI.Runtime.LiveView;
using EdgeAI.Runtime.Recording;
using EdgeAI.Runtime.Ros;
using EdgeAI.Runtime.Samples;
using EdgeAI.Runtime.Time;

namespace EdgeAI.Tests.Runtime.LiveView;

public sealed class LiveViewFeedTests : IDisposable
{
    private static readonly StreamId Air = new(1, 4);

    private readonly VirtualClock _clock = new();
    private readonly LiveViewServer _server;
    private readonly CountingSink _next = new();
    private readonly LiveViewTap _tap;
    private readonly LiveViewFeed _feed;
    private readonly byte[] _frame = new byte[FrameLayout.MaxFrameLength];
    private readonly int _length;
    private int _said;
    private Exception? _defect;

    public LiveViewFeedTests()
    {
        _server = new LiveViewServer(new LiveViewOptions { Name = "r1", SessionId = "7" }, _clock);
        _tap = new LiveViewTap(_next);
        RecorderOptions options = new() { Streams = new Dictionary<StreamId, RosStream> { [Air] = new RosStream("head/air", [MessageType.Temperature], "air", []) } };
        _feed = new LiveViewFeed(_tap, _server, options, new UtcMapping(), _clock, Say);
        _tap.Server = _server;
        FrameHeader header = new() { Board = 1, Stream = 4, Boot = 1, Type = MessageType.Temperature };
        _length = FrameEncoder.Encode(header, new Temperature { Value = 2150 }, _frame, 0, _frame.Length);
    }

    public void Dispose() => _feed.Dispose();

    [Fact]
    public void Channels_AreThoseOfARecordingWithoutItsOwn() => Assert.Equal(["/head/air"], _server.Channels.Select(static channel => channel.Topic));

    [Fact]
    public void Accept_WhenNobodyWatches_GoesOnAndKeepsNothing()
    {
        Accept();
        _feed.Step();

        Assert.Equal((1, 0, 0), (_next.Frames, _tap.Ledger.Produced, _said));
    }

    [Fact]
    public void Accept_WhenSomeoneWatches_ReachesHimInRossShape()
    {
        using LiveSession session = Watch();

        Accept();
        _feed.Step();

        Assert.Equal((1, 1, 1), (_next.Frames, _tap.Ledger.Delivered, _said));
        Assert.Equal((21.5, 0), Shown(session));
    }

    [Fact]
    public void Housekeeping_HeardWhileNobodyWatched_GivesLaterReadingsTheirVariance()
    {
        byte[] said = new byte[FrameLayout.MaxFrameLength];
        FrameHeader header = new() { Board = 1, Stream = BoardAddress.HousekeepingStream, Boot = 1, Type = MessageType.StreamDescription };
        StreamDescription description = new() { Stream = 4, Uncertainty = 5, Scale = new Scale(1, -1, Unit.DegreeCelsius), ReadingType = MessageType.Temperature };
        int length = FrameEncoder.Encode(header, description, said, 0, said.Length);

        _tap.Housekeeping.Accept(new StreamId(1, BoardAddress.HousekeepingStream), new Stamp(5, 1), said.AsSpan(0, length));
        _feed.Step();
        using LiveSession session = Watch();
        Accept();
        _feed.Step();

        // Half a degree is a bound of 95 %: 1.96 standard deviations.
        Assert.Equal(0.0651, Shown(session).Variance, 4);
        Assert.Equal(1, _next.Frames);
    }

    [Fact]
    public void Step_WhenWhatIsSaidEverySecondFails_GoesOn()
    {
        using LiveSession session = Watch();
        _defect = new InvalidOperationException("defect");

        _feed.Step();
        Accept();
        _feed.Step();

        Assert.Equal((1, 1), (_feed.Unsaid, _tap.Ledger.Delivered));
        Assert.Same(_defect, _feed.UnsaidFor);
    }

    [Fact]
    public void Accept_OfMoreThanTheFeedTakes_DropsTheOldestAndGoesOn()
    {
        using LiveSession session = Watch();

        for (int frame = 0; frame < 1000; frame++)
        {
            Accept();
        }

        Assert.Equal(1000, _next.Frames);
        Assert.Equal(1000 - 256, _tap.Ledger.Dropped);
        Assert.True(_tap.Ledger.IsBalanced);
    }

    [Fact]
    public void Accept_WhetherOrNotAnyoneWatches_AllocatesNothing()
    {
        Assert.Equal(0, Allocation.Of(Accept));
        using LiveSession session = Watch();
        Assert.Equal(0, Allocation.Of(Accept));
    }

    private void Say()
    {
        _said++;
        if (_defect is not null)
        {
            throw _defect;
        }
    }

    private void Accept() => _tap.Accept(Air, new Stamp(5, 1), _frame.AsSpan(0, _length));

    private static (double Temperature, double Variance) Shown(LiveSession session)
    {
        byte[] head = new byte[LiveViewProtocol.MessageDataHead];
        LiveOutgoing next;
        do
        {
            Assert.True(session.TryTake(head, out next));
        }
        while (next.IsText);
        ReadOnlySpan<byte> data = next.Payload!.Data.Span;
        (double Temperature, double Variance) shown = (BitConverter.ToDouble(data[^16..]), BitConverter.ToDouble(data[^8..]));
        next.Payload.Release();
        return shown;
    }

    private LiveSession Watch()
    {
        LiveSession session = _server.TryConnect()!;
        Assert.Equal(LiveViewRejection.None, session.Take("""{"op":"subscribe","subscriptions":[{"id":3,"channelId":1}]}"""u8, isText: true));
        return session;
    }

    private sealed class CountingSink : IFrameSink
    {
        public int Frames { get; private set; }

        public void Accept(StreamId stream, in Stamp stamp, ReadOnlySpan<byte> frame) => Frames++;
    }
}
