using EdgeAI.Device.Time;
using EdgeAI.Runtime.Edges;
using EdgeAI.Runtime.Scheduling;

namespace EdgeAI.Runtime.Mcap;

/// <summary>
/// Records messages to files without ever making the caller wait for a disk: messages are copied into preallocated chunks, which a thread of
/// its own compresses and writes. Any thread may write; nothing is allocated for a message.
/// </summary>
/// <remarks>
/// Each chunk, with the definitions it needs, is handed to the operating system in one write. A process that is killed, at whatever moment,
/// leaves a file that opens with everything up to its last whole chunk; it loses the chunk in the making, which is never older than
/// <see cref="McapFileSinkOptions.FlushAfter"/>, and the chunks that wait for the disk. A write that fails is taken back, its chunk's messages
/// are counted as dropped, and the next chunk is tried again: a disk that is full for a while leaves a hole, not the end of the recording.
/// </remarks>
public sealed partial class McapFileSink : IDisposable
{
    private const int MaximumExtras = 64;

    private static readonly TimeSpan ShortestRest = TimeSpan.FromMilliseconds(1);

    // Graph threads of any priority meet the recording's own thread here; that one rests on its signal, and who waits for it to come to an end
    // of something waits on the other object, which no graph thread touches.
    private readonly PriorityLock _gate = new();
    private readonly WakeSignal _work = new();
    private readonly object _progress = new();
    private readonly McapFileSinkOptions _options;
    private readonly IClock _clock;
    private readonly McapDefinitions _definitions = new();
    private readonly McapFileSequence _files;
    private readonly BoundedEdge<McapChunkBuffer> _edge;
    private readonly Queue<object> _extras = [];
    private readonly long[] _dropped = new long[Enum.GetValues<McapDropReason>().Length];
    private readonly Thread _thread;
    private McapChunkBuffer? _current;
    private int _waitingChunks;
    private long _produced;
    private long _written;
    private long _inFlight;
    private string? _failure;
    private bool _ending;
    private bool _givenUp;

    /// <summary>Begins the recording: the file is there when this returns.</summary>
    /// <exception cref="IOException">The file exists already, or cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be made.</exception>
    public McapFileSink(McapFileSinkOptions options, IClock clock)
        : this(options, clock, static path => new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 0))
    {
    }

    internal McapFileSink(McapFileSinkOptions options, IClock clock, Func<string, Stream> open)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(clock);
        options.Validate();
        _options = options;
        _clock = clock;
        _files = new McapFileSequence(options, _definitions, clock, open);
        _edge = new BoundedEdge<McapChunkBuffer>(options.QueueChunks, DropPolicy.Block, () => new McapChunkBuffer(options.Writer.ChunkBytes));
        _thread = new Thread(Run) { Name = "recording", IsBackground = true };
        _thread.Start();
    }

    /// <summary>What became of every message so far; one consistent reading.</summary>
    public McapSinkLedger Ledger
    {
        get
        {
            using (_gate.Enter())
            {
                return new McapSinkLedger(
                    _produced,
                    _written,
                    _dropped[(int)McapDropReason.QueueFull],
                    _dropped[(int)McapDropReason.TooLarge],
                    _dropped[(int)McapDropReason.WriteFailed],
                    _dropped[(int)McapDropReason.Ended],
                    _inFlight);
            }
        }
    }

    /// <summary>What last went wrong with the disk, in one line; null while nothing has.</summary>
    public string? Failure
    {
        get
        {
            using (_gate.Enter())
            {
                return _failure;
            }
        }
    }

    /// <summary>The files so far, in their order.</summary>
    public IReadOnlyList<string> Paths => _files.Paths;

    /// <summary>Adds a schema.</summary>
    /// <returns>Its number, from 1 on.</returns>
    public ushort AddSchema(string name, string encoding, ReadOnlySpan<byte> data) => _definitions.AddSchema(name, encoding, data);

    /// <summary>Adds a channel; every later file of the recording has it too.</summary>
    /// <returns>Its number, from 1 on.</returns>
    public ushort AddChannel(string topic, string messageEncoding, ushort schemaId, IReadOnlyDictionary<string, string>? metadata = null) =>
        _definitions.AddChannel(topic, messageEncoding, schemaId, metadata);

    /// <summary>Takes a message; times in nanoseconds of the recording's epoch. Returns whether it was taken: if not, it is counted as dropped.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The channel was not added.</exception>
    public bool Write(ushort channelId, uint sequence, ulong logTime, ulong publishTime, ReadOnlySpan<byte> data)
    {
        if (channelId == 0 || channelId > _definitions.ChannelCount)
        {
            throw new ArgumentOutOfRangeException(nameof(channelId), $"channel {channelId} was not added");
        }

        long now = _clock.Nanoseconds;
        using (_gate.Enter())
        {
            _produced++;
            if (_ending)
            {
                return Drop(McapDropReason.Ended);
            }

            if (_current is { } aged && IsDue(aged, now))
            {
                CloseChunk();
            }

            if (!TryGetChunk(out McapChunkBuffer chunk))
            {
                return Drop(McapDropReason.QueueFull);
            }

            if (!chunk.CanHold(data.Length))
            {
                return Drop(McapDropReason.TooLarge);
            }

            if (!chunk.TryAppend(channelId, sequence, logTime, publishTime, data, now))
            {
                CloseChunk();
                if (!TryGetChunk(out chunk))
                {
                    return Drop(McapDropReason.QueueFull);
                }

                chunk.TryAppend(channelId, sequence, logTime, publishTime, data, now);
            }

            _inFlight++;
            return true;
        }
    }

    /// <summary>Adds metadata to the current file. Returns false if it was not taken: the recording has ended, or 64 such records wait.</summary>
    public bool AddMetadata(McapMetadata metadata)
    {
        ArgumentNullException.ThrowIfNull(metadata);
        return AddExtra(metadata);
    }

    /// <summary>Adds an attachment to the current file. Returns false if it was not taken: the recording has ended, or 64 such records wait.</summary>
    public bool AddAttachment(McapAttachment attachment)
    {
        ArgumentNullException.ThrowIfNull(attachment);
        return AddExtra(attachment);
    }

    /// <summary>Ends the chunk in the making and waits until everything taken so far is written or given up.</summary>
    /// <returns>Whether that came about in time.</returns>
    public bool Flush(TimeSpan timeout)
    {
        using (_gate.Enter())
        {
            CloseChunk();
        }

        lock (_progress)
        {
            while (IsBehind())
            {
                if (!Monitor.Wait(_progress, timeout))
                {
                    return false;
                }
            }

            return true;
        }
    }

    /// <summary>Writes what is in flight, ends the file with its summary and waits for both, as long as the options allow: what a disk that stands still keeps longer is given up.</summary>
    public void Dispose()
    {
        using (_gate.Enter())
        {
            _ending = true;
        }

        _work.Set();
        if (!_thread.Join(_options.EndWithin))
        {
            GiveUp($"the disk stood still for {_options.EndWithin.TotalSeconds:0.#} s at the end of the recording");
        }
    }

    private bool AddExtra(object extra)
    {
        using (_gate.Enter())
        {
            if (_ending || _extras.Count == MaximumExtras)
            {
                return false;
            }

            _extras.Enqueue(extra);
        }

        _work.Set();
        return true;
    }

    private bool IsBehind()
    {
        using (_gate.Enter())
        {
            return _inFlight > 0 || _extras.Count > 0;
        }
    }

    private void TellProgress()
    {
        lock (_progress)
        {
            Monitor.PulseAll(_progress);
        }
    }

    private bool Drop(McapDropReason reason)
    {
        _dropped[(int)reason]++;
        return false;
    }

    private bool IsDue(McapChunkBuffer chunk, long now) => chunk.Count > 0 && now - chunk.OpenedNanoseconds >= _options.FlushAfter.Ticks * TimeSpan.NanosecondsPerTick;

    private bool TryGetChunk(out McapChunkBuffer chunk)
    {
        if (_current is null && _edge.TryBeginWrite(out McapChunkBuffer slot))
        {
            _current = slot;
        }

        chunk = _current!;
        return _current is not null;
    }

    private void CloseChunk()
    {
        if (_current is { Count: > 0 })
        {
            _current = null;
            _edge.EndWrite();
            _waitingChunks++;
            _work.Set();
        }
    }
}
