using EdgeAI.Device.Messages;
using EdgeAI.Profiles;
using EdgeAI.Profiles.Boards;
using EdgeAI.Profiles.Cameras;
using EdgeAI.Profiles.Recordings;
using EdgeAI.Profiles.Stages;
using EdgeAI.Robot.Commands;
using EdgeAI.Robot.Wiring;
using EdgeAI.Runtime.Boards;
using EdgeAI.Runtime.Edges;
using EdgeAI.Runtime.Mcap;
using EdgeAI.Runtime.Quantities;
using EdgeAI.Runtime.Recording;
using EdgeAI.Runtime.Ros;
using EdgeAI.Runtime.Samples;

namespace EdgeAI.Robot.Recording;

/// <summary>The recording of one run: begins before the graph's first step, ends after its last.</summary>
internal sealed class RobotRecording : IDisposable
{
    private const long BytesInMegabyte = 1_000_000;
    private const int RoomBesideAnImage = 64 * 1024;

    private static readonly TimeSpan LedgerPeriod = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private readonly RobotParts _parts;
    private readonly Recorder _recorder;
    private readonly Timer? _ledgerTimer;
    private bool _ended;

    /// <summary>Begins a recording; the file is made last, so that nothing is left of one that cannot begin.</summary>
    private RobotRecording(RobotParts parts, string profilePath, Func<IRecordingFile> open)
    {
        _parts = parts;
        Profile profile = parts.Profile;
        McapAttachment[] attachments = [.. RecordingFacts.Files(profile, profilePath)];
        RecorderOptions options = new() { Streams = RecordedStreams.Of(profile, parts.Stages.LabelsOf), LeftOut = LeftOutOf(profile) };
        Describe(options, parts);
        IRecordingFile file = open();
        foreach (McapAttachment attachment in attachments.Where(attachment => !file.AddAttachment(attachment)))
        {
            Console.Error.WriteLine($"edgeai-robot: {attachment.Name} could not be attached to {file.Paths[0]}; keep it beside the recording for a replay");
        }

        _recorder = new Recorder(file, options, parts.Utc, parts.Clock);
        _ledgerTimer = parts.Replaying ? null : new Timer(_ => RecordLedger(), null, LedgerPeriod, LedgerPeriod);
        parts.Frames.Recorder = _recorder;
        parts.Housekeeping.Recorder = _recorder;
        parts.Images.Recorder = _recorder;
    }

    /// <summary>What became of every message.</summary>
    public McapSinkLedger Ledger => _recorder.File.Ledger;

    /// <summary>What last went wrong with the disk, in one line; null while nothing has.</summary>
    public string? Failure => _recorder.File.Failure;

    /// <summary>Whether the disk took everything that it was given.</summary>
    public bool IsWhole => Ledger.WriteFailed == 0 && Failure is null;

    /// <summary>Begins to record a live run.</summary>
    /// <exception cref="CannotRunException">The file exists already, or cannot be made.</exception>
    public static RobotRecording Live(RobotParts parts, RunOptions options) => Make(options.Record!, () =>
    {
        McapFileSinkOptions sink = new()
        {
            Path = options.Record!,
            Writer = WriterOf(parts),
            RotateBytes = parts.Profile.Recording.SplitMegabytes * BytesInMegabyte,
            RotateAfter = TimeSpan.FromMinutes(parts.Profile.Recording.SplitMinutes),
            Metadata = RecordingFacts.Of(parts, null),
        };
        return new RobotRecording(parts, options.Profile, () => new LiveRecordingFile(new McapFileSink(sink, parts.Clock)));
    });

    /// <summary>Begins to record a replay, into one file, whatever its size.</summary>
    /// <exception cref="CannotRunException">The file exists already, or cannot be made.</exception>
    public static RobotRecording Replay(RobotParts parts, RunOptions options) => Make(options.Record!, () =>
        new RobotRecording(parts, options.Profile, () => new ReplayRecordingFile(options.Record!, WriterOf(parts), RecordingFacts.Of(parts, options.Replay))));

    /// <summary>Ends the recording with a last ledger; nothing may be stepped any more, or what is stepped is not recorded.</summary>
    public void End()
    {
        lock (_gate)
        {
            if (_ended)
            {
                return;
            }

            _ended = true;
            _ledgerTimer?.Dispose();
            WriteLedger();
        }

        _parts.Frames.Recorder = null;
        _parts.Housekeeping.Recorder = null;
        _parts.Images.Recorder = null;
        _recorder.Dispose();
    }

    /// <summary>Prints what was recorded, after its end.</summary>
    /// <returns>Whether the disk took everything that it was given.</returns>
    public bool Report()
    {
        McapSinkLedger ledger = Ledger;
        string dropped = ledger.Dropped == 0 ? "" : $"; dropped: {ledger.QueueFull} because the disk was behind, {ledger.TooLarge} too large, {ledger.WriteFailed} that could not be written, {ledger.Ended} after the end";
        string undecoded = _recorder.Undecoded == 0 ? "" : $"; {_recorder.Undecoded} frames could not be decoded and stand in it only as they are";
        Console.WriteLine($"Recorded {ledger.Written} messages in {string.Join(", ", _recorder.File.Paths)}{dropped}{undecoded}");
        if (Failure is { } failure)
        {
            Console.Error.WriteLine($"edgeai-robot: {failure}; the recording is not whole: make room, or record elsewhere");
        }

        return IsWhole;
    }

    /// <inheritdoc/>
    public void Dispose() => End();

    /// <summary>What boards said of their streams before the recording began; what they say later the recorder hears itself.</summary>
    private static void Describe(RecorderOptions options, RobotParts parts)
    {
        foreach (BoardConversation conversation in parts.Graph.Intakes.Select(static intake => intake.Conversation).OfType<BoardConversation>())
        {
            IReadOnlyList<BoardStream> streams = conversation.Hello?.Streams ?? [];
            foreach (BoardStream stream in streams.Where(static stream => stream.Uncertainty != StreamDescription.UnknownUncertainty))
            {
                if (options.Streams.TryGetValue(new StreamId(conversation.Board, stream.Stream), out RosStream? described))
                {
                    described.Describe(stream.Uncertainty * ScaleConversion.StepOf(stream.Scale));
                }
            }
        }
    }

    private void RecordLedger()
    {
        lock (_gate)
        {
            if (!_ended)
            {
                WriteLedger();
            }
        }
    }

    /// <summary>Records what became of everything that entered the robot's edges.</summary>
    private void WriteLedger()
    {
        List<KeyValuePair<string, EdgeLedger>> edges = [.. _parts.Graph.Ledger.Edges.Select(static edge => KeyValuePair.Create(edge.Name, edge.Ledger))];
        if (!_parts.Replaying)
        {
            // In a replay these tell how fast the gateway and the disk were, and that differs from one run to the next.
            McapSinkLedger own = Ledger;
            edges.Add(KeyValuePair.Create("outbound", _parts.Outbound.Ledger));
            edges.Add(KeyValuePair.Create("recording", new EdgeLedger(own.Produced, own.Written, new EdgeDrops(Newest: own.Dropped), own.InFlight)));
        }

        _recorder.RecordLedger(edges);
    }

    private static RobotRecording Make(string path, Func<RobotRecording> make)
    {
        try
        {
            return make();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new CannotRunException($"--record {path}: {failure.Message.TrimEnd('.')}; name a file that is not there yet, in a folder that is", failure);
        }
    }

    private static HashSet<StreamId> LeftOutOf(Profile profile)
    {
        HashSet<StreamId> leftOut = [];
        foreach (BoardProfile board in profile.Boards)
        {
            leftOut.UnionWith(board.Sensors.Where(sensor => profile.Recording.LeaveOut.Contains(sensor.Name)).Select(sensor => RecordedStreams.IdOf(board, sensor)));
        }

        foreach (CameraProfile camera in profile.Cameras.Where(camera => profile.Recording.LeaveOut.Contains(camera.Name) || (camera.Images == ImagesLeaving.Raw && !profile.Recording.RawImages)))
        {
            leftOut.Add(RecordedStreams.IdOf(camera));
        }

        foreach (StageProfile stage in profile.Stages.Where(stage => profile.Recording.LeaveOut.Contains(stage.Name)))
        {
            leftOut.Add(new StreamId(0, (byte)stage.Stream));
        }

        return leftOut;
    }

    /// <summary>Chunks hold the largest image of any camera, with what is told of it.</summary>
    private static McapWriterOptions WriterOf(RobotParts parts)
    {
        McapWriterOptions usual = new() { Compression = CompressionOf(parts.Profile) };
        int largest = parts.Graph.Cameras.Where(static camera => camera.IsHeard).Max(static camera => (int?)Math.Max(camera.Shape.Length, camera.Shape.Raw.Length)) ?? 0;
        return usual with { ChunkBytes = Math.Max(usual.ChunkBytes, largest + RoomBesideAnImage) };
    }

    private static McapCompression CompressionOf(Profile profile) => profile.Recording.Compression switch
    {
        RecordingCompression.Zstd => McapCompression.Zstd,
        RecordingCompression.Lz4 => McapCompression.Lz4,
        _ => McapCompression.None,
    };
}
