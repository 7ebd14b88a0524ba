using EdgeAI.Profiles;
using EdgeAI.Profiles.Cameras;
using EdgeAI.Robot.Boards;
using EdgeAI.Robot.Wiring;
using EdgeAI.Runtime.Cameras;
using EdgeAI.Runtime.Mcap;
using EdgeAI.Runtime.Replay;
using EdgeAI.Runtime.Time;

namespace EdgeAI.Robot.Replay;

/// <summary>Plays a recording that --record wrote.</summary>
internal sealed class RecordingPlayback : IPlayback
{
    private readonly FrameRecording _recording;
    private readonly RecordingPlayer _player;
    private readonly RecordingMatch _match;
    private bool _ended;

    /// <summary>Ties the recording's streams to the profile's.</summary>
    /// <param name="recording">The recording.</param>
    /// <param name="match">Which of its streams are played.</param>
    /// <param name="parts">The robot.</param>
    /// <param name="ends">Its links.</param>
    /// <param name="clock">Its timeline.</param>
    /// <param name="stamps">Hands the recorded stamps to its doors.</param>
    public RecordingPlayback(FrameRecording recording, RecordingMatch match, RobotParts parts, BoardEnds ends, VirtualClock clock, RecordedStamps stamps)
    {
        _recording = recording;
        _match = match;
        ReplayedCamera[] cameras = [.. parts.Graph.Cameras.Where(camera => camera.IsHeard && match.IsPlayed(camera.Id)).Select(camera => CameraOf(camera, parts.Profile))];
        recording.Cameras = cameras.Select(static camera => camera.Topic).ToHashSet(StringComparer.Ordinal);
        _player = new RecordingPlayer(recording, clock, parts.Utc, stamps, stream => match.IsPlayed(stream) ? ends.MemoryOf(stream.Board) : null, parts.Housekeeping, cameras);
    }

    /// <inheritdoc/>
    public string Name => _recording.Path;

    /// <inheritdoc/>
    public long Total => _player.Played + _player.Images + (_ended ? 0 : Math.Max(0, _recording.Frames + _recording.Images - _player.Played - _player.Images - _player.RecordedDecisions - _player.Housekeeping - _player.NotPlayed));

    /// <inheritdoc/>
    public long Instant => _player.NextInstant;

    /// <inheritdoc/>
    public bool Advance()
    {
        bool goesOn = _player.Advance();
        _ended |= !goesOn;
        return goesOn;
    }

    /// <inheritdoc/>
    public void Send() => _player.Send();

    /// <inheritdoc/>
    public IEnumerable<string> Report()
    {
        foreach (string note in _match.Notes)
        {
            yield return $"Note     {note}";
        }

        yield return $"Recorded {_player.RecordedDecisions} decisions and {_player.Housekeeping} frames of boards about themselves, which are not played";
        if (_player.NotPlayed + _recording.Unreadable > 0)
        {
            yield return $"Left out {_player.NotPlayed} frames of streams that do not match, {_recording.Unreadable} records that are none";
        }

        foreach (McapReader reader in _recording.Readers.Where(static reader => reader.State == McapFileState.Truncated || reader.Problems.Total > 0))
        {
            yield return $"Damage   {(reader.State == McapFileState.Truncated ? "the recording was cut off; " : "")}{reader.Problems}; everything else was played";
        }
    }

    /// <summary>Where a camera's recorded images go: its own route, as they came live.</summary>
    private static ReplayedCamera CameraOf(CameraRoute route, Profile profile)
    {
        bool isCompressed = profile.Cameras.First(camera => camera.Name == route.Name).Images == ImagesLeaving.Compressed;
        return new ReplayedCamera(
            $"/{route.Name}",
            route.Id,
            isCompressed ? null : route.Shape.Raw.NewImage(route.FrameId),
            route,
            isCompressed ? route.Shape.NewCompressed(route.FrameId) : null,
            route);
    }
}
