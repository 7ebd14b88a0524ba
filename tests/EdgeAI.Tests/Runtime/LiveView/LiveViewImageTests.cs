using EdgeAI.Device.Time;
using EdgeAI.Device.Wire;
using EdgeAI.Runtime.Cameras;
using EdgeAI.Runtime.Edges;
using EdgeAI.Runtime.Graph;
using EdgeAI.Runtime.LiveView;
using EdgeAI.Runtime.Messages;
using EdgeAI.Runtime.Recording;
using EdgeAI.Runtime.Ros;
using EdgeAI.Runtime.Samples;
using EdgeAI.Runtime.Time;

namespace EdgeAI.Tests.Runtime.LiveView;

public sealed class LiveViewImageTests : IDisposable
{
    private static readonly StreamId Id = new(0, 20);
    private static readonly CameraShape Shape = new(64, 48, "mono8");

    private readonly VirtualClock _clock = new();
    private readonly LiveViewServer _server;
    private readonly LiveViewFeed _feed;
    private readonly CameraRoute _route;
    private readonly CameraImage _image = Shape.NewImage("cam_optical");
    private readonly byte[] _head = new byte[LiveViewProtocol.MessageDataHead];

    public LiveViewImageTests()
    {
        _server = new LiveViewServer(new LiveViewOptions { Name = "r1", SessionId = "7", MaxWaitingBytes = 10_000 }, _clock);
        RecorderOptions options = new() { Streams = new Dictionary<StreamId, RosStream> { [Id] = new("head/camera", [], "cam_optical", [], new RosCamera(IsCompressed: false, null)) } };
        _feed = new LiveViewFeed(new LiveViewTap(new FrameTap(null)), _server, options, new UtcMapping(), _clock, static () => { });
        _route = new CameraRoute(Id, "head/camera", Shape, "cam_optical", [new StreamInlet<CameraImage>(Id, new InletOptions("camera", 1, DropPolicy.LatestOnly), () => Shape.NewImage("cam_optical"), [], _clock)], null, null);
        _feed.Add(_route);
    }

    public void Dispose()
    {
        _feed.Dispose();
        _route.Dispose();
    }

    [Fact]
    public void Channel_OfACamera_IsThereBeforeItsFirstImage() => Assert.Equal(["/head/camera"], _server.Channels.Select(static channel => channel.Topic));

    [Fact]
    public void Image_WhenNobodySubscribedToIt_IsNotKept()
    {
        Accept();
        using LiveSession session = Watch();
        _feed.Step();
        Assert.Equal(0, Images(session));
    }

    [Fact]
    public void Images_FasterThanTheyAreShown_AreShownByTheLatest()
    {
        using LiveSession session = Watch();
        Accept();
        Accept();
        Accept();
        _feed.Step();
        Assert.Equal(1, Images(session));
    }

    [Fact]
    public void Viewer_WhoTakesNoImages_HoldsNoMoreThanItsBytes()
    {
        using LiveSession session = Watch();
        for (int image = 0; image < 50; image++)
        {
            Accept();
            _feed.Step();
        }

        Assert.Equal(47, session.Dropped);
        Assert.Equal(3, Images(session));
    }

    [Fact]
    public void Image_Heard_AllocatesNothingOnTheCamerasThread()
    {
        using LiveSession session = Watch();
        Assert.Equal(0, Allocation.Of(Accept));
    }

    private void Accept() => _feed.Accept(new Sample<CameraImage>(_image, new Stamp(5, 0), Id, 1, FrameFlags.None));

    private LiveSession Watch()
    {
        LiveSession session = _server.TryConnect()!;
        Assert.Equal(LiveViewRejection.None, session.Take("""{"op":"subscribe","subscriptions":[{"id":3,"channelId":1}]}"""u8, isText: true));
        return session;
    }

    private int Images(LiveSession session)
    {
        int images = 0;
        while (session.TryTake(_head, out LiveOutgoing next))
        {
            images += next.IsText ? 0 : 1;
            next.Payload?.Release();
        }

        return images;
    }
}
