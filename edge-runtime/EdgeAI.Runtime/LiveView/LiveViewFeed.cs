using EdgeAI.Device.Time;
using EdgeAI.Runtime.Cameras;
using EdgeAI.Runtime.Messages;
using EdgeAI.Runtime.Recording;
using EdgeAI.Runtime.Samples;
using EdgeAI.Runtime.Time;

namespace EdgeAI.Runtime.LiveView;

/// <summary>The live view's thread: turns the frames that wait into ROS's shape, once for all clients, and says once a second how the robot is.</summary>
/// <param name="tap">Where frames wait.</param>
/// <param name="server">Who shows them.</param>
/// <param name="options">What is known of the robot's streams.</param>
/// <param name="utc">Maps the robot's timeline to UTC.</param>
/// <param name="clock">The robot's timeline.</param>
/// <param name="everySecond">What else is done once a second while anyone watches.</param>
public sealed class LiveViewFeed(LiveViewTap tap, LiveViewServer server, RecorderOptions options, UtcMapping utc, IClock clock, Action everySecond) : IDisposable
{
    // What a person sees as at once; nobody is woken on the graph's threads for it.
    private static readonly TimeSpan Watched = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan Unwatched = TimeSpan.FromMilliseconds(100);
    private const long Second = 1_000_000_000;

    private readonly ManualResetEvent _stop = new(false);
    private readonly Recorder _recorder = new(new LiveViewFile(server), options, utc, clock);
    private LiveImages<CameraImage>[] _images = [];
    private LiveImages<CompressedImage>[] _compressed = [];
    private Thread? _thread;
    private long _saidAt = long.MinValue / 2;

    /// <summary>What ended the thread, if anything but <see cref="Dispose"/> did.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>How often what is done once a second failed; the feed goes on.</summary>
    public long Unsaid { get; private set; }

    /// <summary>Why it failed the last time; null while it never did.</summary>
    public Exception? UnsaidFor { get; private set; }

    /// <summary>Begins.</summary>
    public void Start()
    {
        tap.Server = server;
        _thread = new Thread(Run) { Name = "live view", IsBackground = true };
        _thread.Start();
    }

    /// <summary>Adds a camera whose images may leave, before <see cref="Start"/>.</summary>
    public void Add(CameraRoute camera)
    {
        ArgumentNullException.ThrowIfNull(camera);
        uint channel = _recorder.ChannelOf(camera.Id);
        if (channel == 0)
        {
            return;
        }

        if (options.Streams[camera.Id].Camera!.IsCompressed)
        {
            _compressed = [.. _compressed, new LiveImages<CompressedImage>(camera.Id, channel, server, () => camera.Shape.NewCompressed(camera.FrameId), new Showing(_recorder), clock)];
        }
        else
        {
            _images = [.. _images, new LiveImages<CameraImage>(camera.Id, channel, server, () => camera.Shape.Raw.NewImage(camera.FrameId), new Showing(_recorder), clock)];
        }
    }

    /// <summary>Hears a camera's image. On its thread; allocates nothing.</summary>
    public void Accept(in Sample<CameraImage> sample)
    {
        foreach (LiveImages<CameraImage> images in _images)
        {
            if (images.Stream == sample.Source)
            {
                images.Accept(in sample);
            }
        }
    }

    /// <summary>Hears a camera's compressed image. On its thread; allocates nothing.</summary>
    public void Accept(in Sample<CompressedImage> sample)
    {
        foreach (LiveImages<CompressedImage> images in _compressed)
        {
            if (images.Stream == sample.Source)
            {
                images.Accept(in sample);
            }
        }
    }

    /// <summary>Shows what waits, once.</summary>
    public void Step()
    {
        while (tap.TryPlay(_recorder))
        {
        }

        foreach (LiveImages<CameraImage> images in _images)
        {
            images.Show();
        }

        foreach (LiveImages<CompressedImage> images in _compressed)
        {
            images.Show();
        }

        long now = clock.Nanoseconds;
        if (server.IsWatched && now - _saidAt >= Second)
        {
            _saidAt = now;
            try
            {
                everySecond();
            }
            catch (Exception failure) when (failure is not OutOfMemoryException)
            {
                // Who watches goes on seeing the robot, without this; the end of the run tells.
                Unsaid++;
                UnsaidFor = failure;
            }
        }
    }

    /// <summary>Ends.</summary>
    public void Dispose()
    {
        tap.Server = null;
        _stop.Set();
        _thread?.Join();
        _recorder.Dispose();
        _stop.Dispose();
    }

    private void Run()
    {
        try
        {
            while (!_stop.WaitOne(server.IsWatched ? Watched : Unwatched))
            {
                Step();
            }
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            // The robot goes on without its live view, and says so at the end.
            Failure = failure;
            tap.Server = null;
        }
    }

    private sealed class Showing(Recorder recorder) : ISampleConsumer<CameraImage>, ISampleConsumer<CompressedImage>
    {
        public void Take(in Sample<CameraImage> sample) => recorder.Accept(in sample);

        public void Take(in Sample<CompressedImage> sample) => recorder.Accept(in sample);
    }
}
