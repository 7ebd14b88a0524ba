using EdgeAI.Device.Board;
using EdgeAI.Profiles;
using EdgeAI.Profiles.Boards;
using EdgeAI.Profiles.Stages;
using EdgeAI.Robot.Boards;
using EdgeAI.Robot.Commands;
using EdgeAI.Robot.Wiring;
using EdgeAI.Runtime.Replay;
using EdgeAI.Runtime.Samples;
using EdgeAI.Runtime.Time;

namespace EdgeAI.Robot.Replay;

/// <summary>Plays a data set's readings as the boards of the profile would send them, and scores what is decided against the set's own labels.</summary>
internal sealed class DatasetPlayback : IPlayback
{
    private readonly ImportedRecording _recording;
    private readonly BoardEnds _ends;
    private readonly VirtualClock _clock;
    private readonly ReplayScore _score;
    private readonly Dictionary<RecordedSource, StreamId> _targets;
    private readonly ReplayBoard _board;
    private int _next = -1;

    /// <summary>Finds the profile's stream for each kind of reading.</summary>
    /// <exception cref="CannotRunException">The profile has no stream for a reading.</exception>
    public DatasetPlayback(ImportedRecording recording, RobotParts parts, BoardEnds ends, VirtualClock clock)
    {
        _recording = recording;
        _ends = ends;
        _clock = clock;
        _targets = TargetsOf(parts.Profile, recording);
        _board = new ReplayBoard(parts.FrameBoot);
        _score = ScoreOf(parts.Profile, parts.Stages);
        parts.Observers.Add(_score);
    }

    /// <inheritdoc/>
    public string Name => _recording.Name;

    /// <inheritdoc/>
    public long Total => _recording.Readings.Count;

    /// <inheritdoc/>
    public long Instant => _recording.Readings[_next].TimeNanoseconds;

    /// <summary>The reading that <see cref="Send"/> sends, with what the data set says of it.</summary>
    public RecordedReading Reading => _recording.Readings[_next];

    /// <inheritdoc/>
    public bool Advance() => ++_next < _recording.Readings.Count;

    /// <inheritdoc/>
    public void Send()
    {
        RecordedReading reading = Reading;
        _clock.AdvanceTo(reading.TimeNanoseconds);
        _score.Playing(reading);
        StreamId stream = _targets[reading.Source];
        LinkStatus sent = _board.Send(reading, stream, _ends.MemoryOf(stream.Board)!);
        if (sent != LinkStatus.Ok)
        {
            throw new InvalidOperationException($"the link of board {stream.Board} answered {sent} although it is emptied after each reading");
        }
    }

    /// <inheritdoc/>
    public IEnumerable<string> Report() => _score.Report();

    private static ReplayScore ScoreOf(Profile profile, StageFactory stages)
    {
        ReplayScore score = new();
        foreach (StageProfile stage in profile.Stages.Where(static stage => stage.Model is not null))
        {
            score.Add(new StreamId(0, (byte)stage.Stream), stage.Name, stages.LabelsOf(stage), stages.ModelOf(stage).Card.Split);
        }

        return score;
    }

    /// <summary>For each kind of recorded stream the profile's stream that feeds a stage of that kind.</summary>
    private static Dictionary<RecordedSource, StreamId> TargetsOf(Profile profile, ImportedRecording recording)
    {
        Dictionary<RecordedSource, StreamId> targets = [];
        foreach (RecordedSource source in recording.Readings.Select(static reading => reading.Source).Distinct())
        {
            StageProfile stage = profile.Stages.FirstOrDefault(candidate =>
                ProfileNames.Of(candidate.Kind) == source.StageKind && (candidate.Activity is { } activity ? ProfileNames.Of(activity) : null) == source.Activity)
                ?? throw new CannotRunException($"{recording.Name}: holds readings for {source}, and the profile '{profile.Name}' has no such stage; add one, or replay with a profile that has it");
            foreach (BoardProfile board in profile.Boards)
            {
                SensorProfile? sensor = board.Sensors.FirstOrDefault(candidate => candidate.Name == stage.InputNames[0]);
                if (sensor is not null)
                {
                    targets.Add(source, new StreamId((ushort)board.Id, (byte)sensor.Stream));
                }
            }
        }

        return targets;
    }
}
