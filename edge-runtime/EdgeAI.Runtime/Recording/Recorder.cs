using EdgeAI.Device.Messages;
using EdgeAI.Device.Time;
using EdgeAI.Device.Wire;
using EdgeAI.Runtime.Cameras;
using EdgeAI.Runtime.Edges;
using EdgeAI.Runtime.Graph;
using EdgeAI.Runtime.Messages;
using EdgeAI.Runtime.Quantities;
using EdgeAI.Runtime.Ros;
using EdgeAI.Runtime.Samples;
using EdgeAI.Runtime.Scheduling;
using EdgeAI.Runtime.Time;

namespace EdgeAI.Runtime.Recording;

/// <summary>
/// Records a robot (RECORDING.md): every frame once as it is, for a replay, and once decoded in ROS's shape, for people. Any thread may
/// give it frames; they stand in the file in the order in which it took them. Allocates nothing for what its options name, and never
/// waits for a disk but where its file does.
/// </summary>
public sealed class Recorder : IFrameSink, IDisposable
{
    private static readonly RosSchema FrameSchema = RosSchema.Of("edgeai_msgs/msg/Frame");
    private static readonly RosSchema OriginSchema = RosSchema.Of("edgeai_msgs/msg/ImageOrigin");
    private static readonly RosSchema ClockSchema = RosSchema.Of("edgeai_msgs/msg/ClockMapping");
    private static readonly RosSchema LedgerSchema = RosSchema.Of("edgeai_msgs/msg/Ledger");

    // Graph threads of any priority meet here, and whoever writes the ledger.
    private readonly PriorityLock _gate = new();

    // Taken before the other: an image is long to encode, and only cameras wait for that.
    private readonly PriorityLock _imageGate = new();
    private readonly IRecordingFile _file;
    private readonly RecorderOptions _options;
    private readonly UtcMapping _utc;
    private readonly IClock _clock;
    private readonly ChannelTable _channels;
    private readonly RosEncoder<CameraImage> _imageEncoder = RosEncoders.MakeImage();
    private readonly RosEncoder<CompressedImage> _compressedEncoder = RosEncoders.MakeCompressedImage();
    private readonly RosEncoder<CameraInformation> _informationEncoder = RosEncoders.MakeCameraInfo();
    private readonly CdrWriter _frameWriter = new(FrameLayout.MaxFrameLength);
    private readonly CdrWriter _writer = new();
    private readonly CdrWriter _imageWriter = new();
    private readonly FrameHeader _header = new();
    private readonly StreamDescription _description = new();
    private readonly byte[] _frame = new byte[FrameLayout.MaxFrameLength];
    private readonly ushort _frames;
    private readonly ushort _images;
    private readonly ushort _clockChannel;
    private readonly ushort _ledgers;
    private UtcObservation? _observation;
    private long _logOffset = long.MinValue;
    private uint _frameCount;
    private uint _imageCount;
    private uint _clockCount;
    private uint _ledgerCount;

    /// <summary>Begins a recording.</summary>
    /// <param name="file">Where messages go; disposed of with the recorder.</param>
    /// <param name="options">What is known of the robot.</param>
    /// <param name="utc">Maps its timeline to UTC.</param>
    /// <param name="clock">Its timeline.</param>
    public Recorder(IRecordingFile file, RecorderOptions options, UtcMapping utc, IClock clock)
    {
        ArgumentNullException.ThrowIfNull(options);
        _file = file;
        _options = options;
        _utc = utc;
        _clock = clock;
        _channels = new ChannelTable(file, options.Streams);
        _frames = _channels.Add(RecordingNames.Frames, FrameSchema);
        _images = options.Streams.Values.Any(static stream => stream.Camera is not null) ? _channels.Add(RecordingNames.Images, OriginSchema) : (ushort)0;
        _clockChannel = _channels.Add(RecordingNames.Clock, ClockSchema);
        _ledgers = _channels.Add(RecordingNames.Ledger, LedgerSchema);
    }

    /// <summary>The file.</summary>
    public IRecordingFile File => _file;

    /// <summary>Frames whose payload could not be decoded: they stand in the recording as they are and in no other shape.</summary>
    public long Undecoded { get; private set; }

    /// <inheritdoc/>
    public void Accept(StreamId stream, in Stamp stamp, ReadOnlySpan<byte> frame)
    {
        if (_options.LeftOut.Contains(stream))
        {
            return;
        }

        using (_gate.Enter())
        {
            long taken = _clock.Nanoseconds;
            ulong logTime = LogTimeOf(taken);
            long utc = _utc.ToUtc(in stamp, out _);
            FrameRecord.Write(_frameWriter, taken, in stamp, stream, frame);
            _file.Write(_frames, _frameCount++, logTime, Unsigned(utc), _frameWriter.Written);
            WriteDecoded(stream, utc, frame, logTime);
        }
    }

    /// <summary>The channel of a camera's images; 0 for a stream that is none.</summary>
    public ushort ChannelOf(StreamId camera) => _options.Streams.TryGetValue(camera, out RosStream? stream) && stream.Camera is { } images
        ? _channels.AddImage(stream, images.IsCompressed ? _compressedEncoder.Schema : _imageEncoder.Schema)
        : (ushort)0;

    /// <summary>Records a camera's image: there is no frame for it, so this one shape is what a replay plays, too, by what stands before it.</summary>
    public void Accept(in Sample<CameraImage> sample) => Accept(_imageEncoder, sample.Value, isCompressed: false, in sample);

    /// <summary>Records a camera's compressed image.</summary>
    public void Accept(in Sample<CompressedImage> sample) => Accept(_compressedEncoder, sample.Value, isCompressed: true, in sample);

    /// <summary>Records what became of everything that entered the robot's edges. Allocates nothing that grows with time.</summary>
    /// <param name="edges">Each edge's name and account.</param>
    public void RecordLedger(IReadOnlyList<KeyValuePair<string, EdgeLedger>> edges)
    {
        ArgumentNullException.ThrowIfNull(edges);
        using (_gate.Enter())
        {
            long taken = _clock.Nanoseconds;
            ulong logTime = LogTimeOf(taken);
            long utc = _utc.ToUtc(new Stamp(taken, 0), out _);
            _writer.Begin();
            RosHeader.WriteTime(_writer, utc);
            _writer.WriteCount(edges.Count);
            foreach ((string name, EdgeLedger ledger) in edges)
            {
                _writer.Write(name);
                _writer.Write(ledger.Produced);
                _writer.Write(ledger.Delivered);
                _writer.Write(ledger.Dropped);
                _writer.Write(ledger.InFlight);
                _writer.Write(ledger.Drops.Oldest);
                _writer.Write(ledger.Drops.Newest);
                _writer.Write(ledger.Drops.Superseded);
                _writer.Write(ledger.Drops.Thinned);
                _writer.Write(ledger.Drops.Stopped);
            }

            _file.Write(_ledgers, _ledgerCount++, logTime, Unsigned(utc), _writer.Written);
        }
    }

    /// <summary>Ends the recording; what is given from now on is dropped and counted by the file.</summary>
    public void Dispose() =>
        // Without the gate: the end waits for the disk, and a graph thread may wait for the gate.
        _file.Dispose();

    private static ulong Unsigned(long nanoseconds) => (ulong)Math.Max(0, nanoseconds);

    private void Accept<T>(RosEncoder<T> encoder, T image, bool isCompressed, in Sample<T> sample)
        where T : Message
    {
        StreamId source = sample.Source;
        if (_options.LeftOut.Contains(source) || !_options.Streams.TryGetValue(source, out RosStream? stream) || stream.Camera is not { } camera || camera.IsCompressed != isCompressed)
        {
            return;
        }

        using (_imageGate.Enter())
        {
            long utc = _utc.ToUtc(sample.Stamp, out _);
            RosHeader header = new(utc, image.FrameId);
            uint sequence = (uint)sample.Sequence;
            encoder.Encode(image, in header, _imageWriter);
            using (_gate.Enter())
            {
                long taken = _clock.Nanoseconds;
                ulong logTime = LogTimeOf(taken);
                new ImageOrigin(taken, sample.Stamp, source, sample.Sequence, sample.Flags).WriteTo(_writer);
                _file.Write(_images, _imageCount++, logTime, Unsigned(utc), _writer.Written);
                _file.Write(_channels.AddImage(stream, encoder.Schema), sequence, logTime, Unsigned(utc), _imageWriter.Written);
                if (camera.Information is { } information)
                {
                    _informationEncoder.Encode(information, in header, _writer);
                    _file.Write(_channels.AddInformation(stream), sequence, logTime, Unsigned(utc), _writer.Written);
                }
            }
        }
    }

    /// <summary>
    /// The log time of an instant: the robot's timeline and the largest offset to UTC that was observed so far. UTC may be set back, log
    /// times never: a player goes by their order.
    /// </summary>
    private ulong LogTimeOf(long taken)
    {
        UtcObservation latest = _utc.Latest;
        if (!ReferenceEquals(latest, _observation))
        {
            _observation = latest;
            _logOffset = Math.Max(_logOffset, latest.Offset);
            ClockRecord.Write(_writer, taken + latest.Offset, latest);
            _file.Write(_clockChannel, _clockCount++, Unsigned(taken + _logOffset), Unsigned(taken + latest.Offset), _writer.Written);
        }

        return Unsigned(taken + _logOffset);
    }

    private void WriteDecoded(StreamId stream, long utc, ReadOnlySpan<byte> frame, ulong logTime)
    {
        if (frame.Length > _frame.Length)
        {
            Undecoded++;
            return;
        }

        frame.CopyTo(_frame);
        if (FrameDecoder.TryDecodeHeader(_frame, 0, frame.Length, _header) != FrameStatus.Ok)
        {
            Undecoded++;
            return;
        }

        if (_header.Type == MessageType.StreamDescription)
        {
            TakeDescription(stream.Board, frame.Length);
            return;
        }

        if (_channels.Of(stream, _header.Type) is not { Message: { } message } channel)
        {
            return;
        }

        if (PayloadDecoder.Decode(_frame, 0, frame.Length, message) != FrameStatus.Ok)
        {
            Undecoded++;
            return;
        }

        channel.Encoder.Encode(message, new RosHeader(utc, channel.Stream.FrameId), _writer);
        _file.Write(channel.Id, (uint)_header.Sequence, logTime, Unsigned(utc), _writer.Written);
        if (channel.Beside is { } beside)
        {
            beside.Encoder.Encode(message, new RosHeader(utc, channel.Stream.FrameId), _writer);
            _file.Write(beside.Id, (uint)_header.Sequence, logTime, Unsigned(utc), _writer.Written);
        }
    }

    private void TakeDescription(ushort board, int length)
    {
        if (PayloadDecoder.Decode(_frame, 0, length, _description) == FrameStatus.Ok
            && _description.Uncertainty != StreamDescription.UnknownUncertainty
            && _options.Streams.TryGetValue(new StreamId(board, _description.Stream), out RosStream? described))
        {
            described.Describe(_description.Uncertainty * ScaleConversion.StepOf(_description.Scale));
        }
    }
}
