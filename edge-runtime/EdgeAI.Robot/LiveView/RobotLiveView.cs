using EdgeAI.Device.Time;
using EdgeAI.Profiles;
using EdgeAI.Profiles.Outlets;
using EdgeAI.Profiles.Stages;
using EdgeAI.Robot.Commands;
using EdgeAI.Robot.Dashboard;
using EdgeAI.Robot.Recording;
using EdgeAI.Robot.Wiring;
using EdgeAI.Runtime.Cameras;
using EdgeAI.Runtime.LiveView;
using EdgeAI.Runtime.Recording;

namespace EdgeAI.Robot.LiveView;

/// <summary>A robot's live view: its streams as topics, its profile's limits as parameters, its health as diagnostics.</summary>
internal sealed class RobotLiveView : IAsyncDisposable
{
    private readonly RobotParts _parts;
    private readonly LiveViewTap _tap;
    private readonly LiveViewServer _server;
    private readonly LiveViewFeed _feed;
    private readonly LiveViewEndpoint _endpoint;
    private readonly RecordingServices _recordings;
    private readonly Diagnostics _diagnostics = new();
    private readonly uint _diagnosticsChannel;
    private Func<RunSnapshot>? _snapshot;

    private RobotLiveView(RobotParts parts, LiveViewTap tap, LiveViewServer server, LiveViewEndpoint endpoint, RecordingServices recordings)
    {
        _parts = parts;
        _tap = tap;
        _server = server;
        _endpoint = endpoint;
        _recordings = recordings;
        _diagnosticsChannel = server.AddChannel("/diagnostics", Diagnostics.Schema.Name, Diagnostics.Schema.Text);
        RecorderOptions options = new() { Streams = RecordedStreams.Of(parts.Profile, parts.Stages.LabelsOf) };
        _feed = new LiveViewFeed(tap, server, options, parts.Utc, parts.Clock, SayHowItIs);
        foreach (CameraRoute camera in parts.Graph.Cameras)
        {
            _feed.Add(camera);
        }
    }

    /// <summary>Where the live view is asked for: by the command line on this machine alone, or by the profile.</summary>
    public static LiveViewProfile? Asked(Profile profile, RunOptions options) => options.LiveView is { } port
        ? new LiveViewProfile { Host = profile.LiveView?.Host ?? "127.0.0.1", Port = port }
        : profile.LiveView;

    /// <summary>Begins to listen; nothing is shown before <see cref="Start"/>.</summary>
    /// <exception cref="CannotRunException">The address cannot be listened on.</exception>
    public static async Task<RobotLiveView> OpenAsync(LiveViewProfile asked, RobotParts parts, LiveViewTap tap, RunOptions options)
    {
        Profile profile = parts.Profile;
        LiveViewServer server = new(
            new LiveViewOptions
            {
                Name = $"EdgeAI {profile.Robot.Id}",
                SessionId = parts.Boot.ToString(System.Globalization.CultureInfo.InvariantCulture),
                Metadata = new Dictionary<string, string>
                {
                    ["profile"] = profile.Name,
                    ["profileSha256"] = profile.Sha256,
                    ["world"] = profile.Robot.Simulated ? "simulated" : "real",
                },
            },
            parts.Clock);
        AddParameters(server, profile);
        RecordingServices recordings = new(parts, options);
        recordings.AddTo(server);
        LiveViewEndpoint endpoint = await LiveViewEndpoint.StartAsync(server, asked.Host, asked.Port).ConfigureAwait(false);
        return new RobotLiveView(parts, tap, server, endpoint, recordings);
    }

    /// <summary>Shows the robot.</summary>
    /// <param name="snapshot">How it is now.</param>
    public void Start(Func<RunSnapshot> snapshot)
    {
        _snapshot = snapshot;
        _feed.Start();
        _parts.Images.LiveView = _feed;
        Console.WriteLine($"Live view at {_endpoint.Address}: open it in Foxglove, 'Open connection', 'Foxglove WebSocket'");
    }

    /// <summary>What became of it, in lines.</summary>
    public IEnumerable<string> Lines()
    {
        yield return $"Live     {_endpoint.Address}: {_server.Clients} clients, {_server.Refused} refused, {_server.Rejected} closed for what they sent; dropped: {_tap.Ledger.Dropped} before, {_server.Dropped} for slow clients"
            + (_feed.UnsaidFor is { } unsaid ? $"; did not say how the robot is {_feed.Unsaid} times, the last for {unsaid.GetType().Name}: {unsaid.Message}" : "")
            + (_feed.Failure is { } failure ? $"; ended by {failure.GetType().Name}: {failure.Message}" : "");
    }

    /// <summary>Ends a recording that was started from here, with the run; nothing may be stepped any more.</summary>
    public void EndRecording() => _recordings.Dispose();

    /// <summary>Prints what was recorded from here, after its end.</summary>
    /// <returns>Whether the disk took everything that it was given.</returns>
    public bool ReportRecordings() => _recordings.Report();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        try
        {
            _parts.Images.LiveView = null;
            await _endpoint.DisposeAsync().ConfigureAwait(false);
            _feed.Dispose();
        }
        finally
        {
            _recordings.Dispose();
        }
    }

    // What the robot decides by, to be looked at: a change is a change of the profile, which is under version control and in every recording.
    private static void AddParameters(LiveViewServer server, Profile profile)
    {
        server.Add(LiveParameter.Of("/profile", profile.Name));
        server.Add(LiveParameter.Of("/simulated", profile.Robot.Simulated));
        foreach (StageProfile stage in profile.Stages)
        {
            string at = $"/stages/{stage.Name}/";
            server.Add(LiveParameter.Of(at + "kind", ProfileNames.Of(stage.Kind)));
            server.Add(LiveParameter.Of(at + "allowedAgeMilliseconds", stage.AllowedAgeMilliseconds));
            AddIfThere(server, at + "thresholdDegreesCelsius", stage.ThresholdDegreesCelsius);
            AddIfThere(server, at + "minimumPixels", stage.MinimumPixels);
            AddIfThere(server, at + "thresholdNewton", stage.ThresholdNewton);
            AddIfThere(server, at + "scoreThreshold", stage.ScoreThreshold);
        }

        server.Add(LiveParameter.Of("/watchdog/warnMilliseconds", profile.Watchdog.WarnMilliseconds));
        server.Add(LiveParameter.Of("/watchdog/degradeMilliseconds", profile.Watchdog.DegradeMilliseconds));
        server.Add(LiveParameter.Of("/watchdog/safeStateMilliseconds", profile.Watchdog.SafeStateMilliseconds));
    }

    private static void AddIfThere(LiveViewServer server, string name, double? value)
    {
        if (value is { } there)
        {
            server.Add(LiveParameter.Of(name, there));
        }
    }

    private void SayHowItIs()
    {
        if (_snapshot is null || !_server.IsSubscribed(_diagnosticsChannel))
        {
            return;
        }

        RobotDiagnostics.Write(_snapshot(), _diagnostics);
        long utc = _parts.Utc.ToUtc(new Stamp(_parts.Clock.Nanoseconds, 0), out _);
        _server.Publish(_diagnosticsChannel, utc, _diagnostics.Write(utc));
    }
}
