using System.Globalization;
using EdgeAI.Device.Time;
using EdgeAI.Robot.Commands;
using EdgeAI.Robot.Recording;
using EdgeAI.Robot.Wiring;
using EdgeAI.Runtime.LiveView;

namespace EdgeAI.Robot.LiveView;

/// <summary>Starts and stops recordings for whoever watches: files beside the profile, named by robot and UTC. One at a time. Thread safe.</summary>
/// <param name="parts">The robot.</param>
/// <param name="options">What the command line asks for: a recording of its own goes on as it is.</param>
internal sealed class RecordingServices(RobotParts parts, RunOptions options) : IDisposable
{
    private readonly Lock _gate = new();
    private RobotRecording? _recording;
    private string _path = "";
    private string _lastLost = "";
    private int _lost;
    private bool _ended;

    /// <summary>Adds the services.</summary>
    public void AddTo(LiveViewServer server)
    {
        server.Add(new LiveService("/recording/start", Start));
        server.Add(new LiveService("/recording/stop", StopNow));
    }

    /// <summary>Ends a recording that still goes on; none can be started any more.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _ended = true;
            _recording?.End();
        }
    }

    /// <summary>Prints what became of the recording that went on to the end, and of those before it that are not whole.</summary>
    /// <returns>Whether the disk took everything that it was given.</returns>
    public bool Report()
    {
        lock (_gate)
        {
            if (_lost > 0)
            {
                Console.Error.WriteLine($"edgeai-robot: {_lost} recordings that the live view stopped are not whole, the last: {_lastLost}; make room, or record elsewhere");
            }

            return (_recording?.Report() ?? true) && _lost == 0;
        }
    }

    private LiveServiceAnswer Start()
    {
        lock (_gate)
        {
            if (_ended)
            {
                return new LiveServiceAnswer(false, "the run has ended");
            }

            if (options.Record is { } asked)
            {
                return new LiveServiceAnswer(false, $"the whole run is recorded into {asked} already");
            }

            if (_recording is not null)
            {
                return new LiveServiceAnswer(false, $"records into {_path} already");
            }

            long utc = parts.Utc.ToUtc(new Stamp(parts.Clock.Nanoseconds, 0), out _);
            string instant = DateTimeOffset.UnixEpoch.AddTicks(utc / TimeSpan.NanosecondsPerTick).ToString("yyyyMMdd'T'HHmmssfff'Z'", CultureInfo.InvariantCulture);
            _path = parts.Profile.PathOf($"{parts.Profile.Robot.Id}-{instant}.mcap");
            try
            {
                _recording = RobotRecording.Live(parts, options with { Record = _path });
            }
            catch (CannotRunException problem)
            {
                return new LiveServiceAnswer(false, problem.Message);
            }

            return new LiveServiceAnswer(true, $"records into {_path}");
        }
    }

    private LiveServiceAnswer StopNow()
    {
        lock (_gate)
        {
            if (_ended)
            {
                return new LiveServiceAnswer(false, "the run has ended");
            }

            if (_recording is not { } recording)
            {
                return new LiveServiceAnswer(false, options.Record is null ? "nothing is recorded" : "the whole run is recorded: it ends with the run");
            }

            _recording = null;
            recording.End();
            if (!recording.IsWhole)
            {
                _lost++;
                _lastLost = recording.Failure ?? _path;
            }

            string failure = recording.Failure is { } said ? $"; {said}" : "";
            return new LiveServiceAnswer(recording.Ledger.Dropped == 0 && recording.Failure is null, $"{recording.Ledger.Written} messages in {_path}, {recording.Ledger.Dropped} dropped{failure}");
        }
    }
}
