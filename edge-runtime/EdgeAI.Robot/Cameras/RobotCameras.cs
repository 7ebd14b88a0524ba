using EdgeAI.Device.Wire;
using EdgeAI.Profiles;
using EdgeAI.Profiles.Cameras;
using EdgeAI.Robot.Commands;
using EdgeAI.Robot.Wiring;
using EdgeAI.Runtime.Cameras;
using EdgeAI.Runtime.Time;

namespace EdgeAI.Robot.Cameras;

/// <summary>The cameras of a live robot, each with a thread of its own.</summary>
internal sealed class RobotCameras : IDisposable
{
    private readonly List<CameraFeed> _feeds = [];

    /// <summary>Why cameras ended, those that did by a failure.</summary>
    public IEnumerable<Exception?> Failures => _feeds.Select(static feed => feed.Failure);

    /// <summary>Whether a camera's thread hangs in its device.</summary>
    public bool Hang { get; private set; }

    /// <summary>Bytes that cameras' threads have allocated since their warm-up.</summary>
    public long SteadyStateAllocatedBytes => _feeds.Sum(static feed => feed.SteadyStateAllocatedBytes);

    /// <summary>Opens every camera of the profile.</summary>
    /// <exception cref="CannotRunException">One cannot be opened; the message names it and says what to do.</exception>
    public static RobotCameras Open(RobotParts parts, MonotonicClock clock)
    {
        RobotCameras cameras = new();
        foreach (CameraRoute route in parts.Graph.Cameras)
        {
            CameraProfile profile = parts.Profile.Cameras.First(camera => camera.Name == route.Name);
            FrameFlags flags = (parts.Profile.Robot.Simulated ? FrameFlags.Simulated : FrameFlags.None)
                | (profile.Source == CameraSource.Files ? FrameFlags.Replayed : FrameFlags.None);
            CameraFeed feed = new(Make(parts.Profile, profile, clock), route, flags, parts.Health, clock);
            cameras._feeds.Add(feed);
            if (!feed.TryOpen(out string problem))
            {
                cameras.Dispose();
                throw new CannotRunException($"camera '{route.Name}': {problem}");
            }
        }

        return cameras;
    }

    /// <summary>Starts to take images.</summary>
    public void Start() => _feeds.ForEach(static feed => feed.Start());

    /// <summary>Ends every camera.</summary>
    public void Stop()
    {
        foreach (CameraFeed feed in _feeds)
        {
            Hang |= !feed.Stop();
        }
    }

    /// <summary>Why a camera gives no images now; empty while it does.</summary>
    public string NoteOf(CameraRoute route)
    {
        CameraFeed feed = _feeds.First(feed => feed.Route == route);
        return feed.Problem.Length > 0 ? feed.Problem : feed.Openings > 1 ? $"opened {feed.Openings} times" : "";
    }

    /// <inheritdoc/>
    public void Dispose() => _feeds.ForEach(static feed => feed.Dispose());

    private static ICamera Make(Profile profile, CameraProfile camera, MonotonicClock clock) => camera.Source switch
    {
        CameraSource.V4l2 => new V4l2Camera(camera.Path!, CameraShapes.Of(camera), V4l2Formats.Of(camera.Format!.Value), camera.RateHz, clock.OriginNanoseconds, clock, new V4l2Descriptor()),
        CameraSource.Files => new FolderCamera(profile.PathOf(camera.Path!), camera.Width, camera.Height, camera.RateHz, camera.Loop ?? true, clock),
        _ => new TestPatternCamera(camera.Width, camera.Height, camera.RateHz, clock),
    };
}
