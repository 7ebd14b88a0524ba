using System.Buffers.Binary;
using EdgeAI.Device.Board;
using EdgeAI.Device.Messages;
using EdgeAI.Device.Wire;
using EdgeAI.Runtime.Graph;
using EdgeAI.Runtime.Mcap;
using EdgeAI.Runtime.Messages;
using EdgeAI.Runtime.Recording;
using EdgeAI.Runtime.Samples;
using EdgeAI.Runtime.Time;

namespace EdgeAI.Runtime.Replay;

/// <summary>
/// Plays a recording: each frame of a board is sent to its door at the instant at which the robot took it then, with the stamp that it got
/// then, marked as replayed. What stages said then is passed over: they say it again. Whoever plays steps the graph after each frame until
/// it has nothing to do. Allocates nothing per frame.
/// </summary>
/// <param name="recording">What is played.</param>
/// <param name="clock">The robot's timeline.</param>
/// <param name="utc">Takes over the recorded observations of UTC.</param>
/// <param name="stamps">Hands the recorded stamps to the doors.</param>
/// <param name="links">The board's end of a stream's link; null for what is not played.</param>
/// <param name="housekeeping">Takes what boards said of themselves.</param>
/// <param name="cameras">Where images go; those of other cameras are passed over.</param>
public sealed class RecordingPlayer(
    FrameRecording recording,
    VirtualClock clock,
    UtcMapping utc,
    RecordedStamps stamps,
    Func<StreamId, ILink?> links,
    IFrameSink housekeeping,
    IReadOnlyList<ReplayedCamera> cameras)
{
    // WIRE.md, "Header": the flags are the third byte.
    private const int FlagsAt = 2;

    private readonly byte[] _frame = new byte[FrameLayout.MaxFrameLength];
    private readonly byte[] _wire = new byte[FrameLayout.MaxLinkLength];
    private readonly FrameHeader _header = new();
    private ILink? _link;
    private int _length;
    private ImageOrigin? _origin;
    private ImageOrigin _playedOrigin;
    private ReplayedCamera? _camera;
    private bool _waits;

    /// <summary>Who hears what stages said when it was recorded; null for nobody.</summary>
    public IFrameSink? Decisions { get; init; }

    /// <summary>Frames of boards that were played.</summary>
    public long Played { get; private set; }

    /// <summary>Images of cameras that were given.</summary>
    public long Images { get; private set; }

    /// <summary>Frames that stages said when it was recorded.</summary>
    public long RecordedDecisions { get; private set; }

    /// <summary>What boards said of themselves.</summary>
    public long Housekeeping { get; private set; }

    /// <summary>Frames that are none any more, or of a stream that is not played: left out.</summary>
    public long NotPlayed { get; private set; }

    /// <summary>The instant of the frame that <see cref="Send"/> sends next, robot timeline, nanoseconds.</summary>
    public long NextInstant { get; private set; }

    /// <summary>Goes to the next frame of a board.</summary>
    /// <returns>False at the end of the recording.</returns>
    public bool Advance()
    {
        _waits = false;
        _camera = null;
        while (!_waits && recording.Read())
        {
            if (recording.TryGetFrame(out FrameRecord record))
            {
                Take(record);
            }
            else if (recording.TryGetOrigin(out ImageOrigin origin))
            {
                _origin = origin;
            }
            else if (recording.TryGetImage(out string? topic, out McapMessage message))
            {
                TakeImage(topic, message);
            }
            else if (recording.GetClock() is { } observation)
            {
                utc.Restore(observation);
            }
        }

        return _waits;
    }

    /// <summary>Sends the frame that <see cref="Advance"/> went to, and moves the robot's clock to its instant.</summary>
    /// <exception cref="InvalidOperationException">There is none, or the board's link is full although it is emptied after each frame.</exception>
    public void Send()
    {
        if (!_waits)
        {
            throw new InvalidOperationException("there is no frame to play: Advance answers whether there is");
        }

        _waits = false;
        clock.AdvanceTo(NextInstant);
        if (_camera is { } camera)
        {
            GiveImage(camera);
            return;
        }

        int encoded = Cobs.Encode(_frame, 0, _length, _wire, 0);
        _wire[encoded] = FrameLayout.Delimiter;
        LinkStatus sent = _link!.Send(_wire, 0, encoded + 1);
        if (sent != LinkStatus.Ok)
        {
            throw new InvalidOperationException($"the link of board {_header.Board} answered {sent} although it is emptied after each frame");
        }

        Played++;
    }

    private void Take(in FrameRecord record)
    {
        if (record.Stream.Board == 0)
        {
            RecordedDecisions++;
            Decisions?.Accept(record.Stream, record.Stamp, record.Frame);
        }
        else if (record.Stream.Stream == BoardAddress.HousekeepingStream)
        {
            Housekeeping++;
            clock.AdvanceTo(record.Taken);
            housekeeping.Accept(record.Stream, record.Stamp, record.Frame);
        }
        else if ((_link = links(record.Stream)) is not null && TryMark(record))
        {
            stamps.Next = record.Stamp;
            NextInstant = record.Taken;
            _waits = true;
        }
        else
        {
            NotPlayed++;
        }
    }

    /// <summary>Reads an image that is to be given, by what stands before it.</summary>
    private void TakeImage(string topic, in McapMessage message)
    {
        ReplayedCamera? camera = null;
        foreach (ReplayedCamera candidate in cameras)
        {
            camera = candidate.Topic == topic ? candidate : camera;
        }

        ImageOrigin? origin = _origin;
        _origin = null;
        bool read = camera?.Compressed is { } compressed ? ImageRecord.TryRead(message.Data, compressed)
            : camera?.Image is { } image && ImageRecord.TryRead(message.Data, image);
        if (!read || origin is not { } known || known.Stream != camera!.Stream || (uint)known.Sequence != message.Sequence)
        {
            NotPlayed++;
            return;
        }

        _camera = camera;
        _playedOrigin = known;
        NextInstant = known.Taken;
        _waits = true;
    }

    private void GiveImage(ReplayedCamera camera)
    {
        Images++;
        if (camera.Compressed is { } compressed)
        {
            camera.CompressedImages!.Take(new Sample<CompressedImage>(compressed, _playedOrigin.Stamp, camera.Stream, _playedOrigin.Sequence, _playedOrigin.Flags | FrameFlags.Replayed));
        }
        else
        {
            camera.Images!.Take(new Sample<CameraImage>(camera.Image!, _playedOrigin.Stamp, camera.Stream, _playedOrigin.Sequence, _playedOrigin.Flags | FrameFlags.Replayed));
        }
    }

    /// <summary>Copies a frame and marks it as replayed, which its checksum has to cover, too.</summary>
    private bool TryMark(in FrameRecord record)
    {
        _length = record.Frame.Length;
        if (_length > _frame.Length)
        {
            return false;
        }

        record.Frame.CopyTo(_frame);
        if (FrameDecoder.TryDecodeHeader(_frame, 0, _length, _header) != FrameStatus.Ok
            || _header.Board != record.Stream.Board || _header.Stream != record.Stream.Stream)
        {
            return false;
        }

        _frame[FlagsAt] |= (byte)FrameFlags.Replayed;
        int checksumAt = _length - FrameLayout.ChecksumLength;
        BinaryPrimitives.WriteUInt32LittleEndian(_frame.AsSpan(checksumAt), Crc32C.Compute(_frame, 0, checksumAt));
        return true;
    }
}
