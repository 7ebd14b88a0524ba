using EdgeAI.Gateway.Spool.Files;
using EdgeAI.Gateway.Spool.Lanes;
using EdgeAI.Gateway.Spool.Writing;
using EdgeAI.Records;

namespace EdgeAI.Gateway.Spool;

/// <summary>
/// The durable queue between the broker and the uplink: what it reports as stored survives a kill and a power cut, and stays until
/// the upstream's acknowledgement releases it, or until the limits drop it and the loss is declared in its place. One lane for each class.
/// </summary>
public sealed class RecordSpool : IDisposable
{
    // What opening a locked file gives: ERROR_SHARING_VIOLATION on Windows, EWOULDBLOCK from flock on Linux.
    private const int SharingViolation = unchecked((int)0x80070020);
    private const int WouldBlock = 11;

    private readonly SpoolOptions _options;
    private readonly SpoolFileKeeper _file;
    private readonly SpoolCounters _counters;
    private readonly SpoolWriter _writer;
    private readonly FileStream _lock;
    private readonly object _gate = new();
    private TaskCompletionSource? _whenEmpty;

    private RecordSpool(SpoolOptions options)
    {
        _options = options;
        _lock = LockFolder(options.Folder);
        _file = new SpoolFileKeeper(options);
        try
        {
            try
            {
                _writer = OpenWriter(out _counters);
            }
            catch (Exception exception) when (SpoolFile.IsDamage(exception) && _file.MayReplace)
            {
                _file.ReplaceAtStart();
                _writer = OpenWriter(out _counters);
                _counters.TellSalvaged(_file.Salvaged, _counters.LastError);
            }
        }
        catch (Exception exception)
        {
            _lock.Dispose();
            throw SpoolFile.Explain(options, exception);
        }

        if (!options.IsStepped)
        {
            _writer.Start();
        }
    }

    /// <summary>Raised on the writer's thread when there may be new records to read.</summary>
    public event Action? Committed;

    /// <summary>Whose spool it is and which life of it.</summary>
    public SpoolIdentity Identity => _file.Identity;

    /// <summary>Opens the spool, creating it where there is none. Takes as long for a million waiting records as for none.</summary>
    /// <exception cref="GatewayException">The folder or the file cannot be used; the message says why and what to do.</exception>
    public static RecordSpool Open(SpoolOptions options)
    {
        Identifier.ThrowIfInvalid(options.Gateway, nameof(options));
        return new RecordSpool(options);
    }

    /// <summary>What the spool holds and has done.</summary>
    public SpoolStatistics Snapshot() => _counters.Snapshot();

    /// <summary>Completes when nothing waits for the upstream, nor for a seal that would.</summary>
    public async Task WhenEmptyAsync(CancellationToken cancellation)
    {
        Task waiting;
        lock (_gate)
        {
            if (IsEmpty)
            {
                return;
            }

            _whenEmpty ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            waiting = _whenEmpty.Task;
        }

        await waiting.WaitAsync(cancellation).ConfigureAwait(false);
    }

    /// <summary>Stores what waits and closes the file.</summary>
    public void Dispose()
    {
        _writer.Stop();
        _lock.Dispose();
    }

    /// <summary>Stores one publish; completes only once it is on disk or refused.</summary>
    internal Task<StoreStatus> StoreAsync(StoreRequest request)
    {
        _writer.Enqueue(request);
        return request.Completion;
    }

    /// <summary>Queues one publish, which its <see cref="StoreRequest.Listener"/> hears the end of.</summary>
    internal void Enqueue(StoreRequest request) => _writer.Enqueue(request);

    /// <summary>Stores a record of the gateway's own; completes only once it is on disk or refused. Not refused for room that the limits leave.</summary>
    internal Task<StoreStatus> StoreOwnAsync(RecordKind kind, RecordClass recordClass, ReadOnlyMemory<byte> body)
        => StoreAsync(StoreRequest.ForOwn(Identity.Gateway, kind, recordClass, body, Utc.Nanoseconds(_options.Time)));

    /// <summary>Runs one transaction on the caller's thread; false when nothing waits for one. Only of a spool opened with <see cref="SpoolOptions.IsStepped"/>.</summary>
    internal bool Step() => _options.IsStepped ? _writer.Step() : throw new InvalidOperationException("the spool's own thread writes");

    /// <summary>The pages that opening read from the file, and the writer since then.</summary>
    internal int PagesRead => _writer.PagesRead;

    /// <summary>Opens a class's lane on a connection of its own. What a spool of version 1 held drains through the lane of telemetry.</summary>
    /// <exception cref="GatewayException">The file cannot be opened a second time; the message says why and what to do.</exception>
    internal ISpoolLane OpenLane(RecordClass recordClass) => _file.OpenLane(recordClass, _writer, handsOut: true);

    /// <summary>Opens a class's lane to look at what waits: what it reads stays here, and a drop of it is counted as lost exactly.</summary>
    /// <exception cref="GatewayException">The file cannot be opened a second time; the message says why and what to do.</exception>
    internal ISpoolLane OpenLaneToLook(RecordClass recordClass) => _file.OpenLane(recordClass, _writer, handsOut: false);

    /// <summary>Begins a new epoch: the file is an old copy, and its next numbers were given to other records.</summary>
    /// <param name="begun">Called on the writer's thread with what the spool is from then on.</param>
    internal void BeginEpoch(Action<SpoolIdentity> begun) => _writer.BeginEpoch(() => begun(Identity));

    private SpoolWriter OpenWriter(out SpoolCounters counters)
    {
        OpenSpoolFile file = _file.Open();
        try
        {
            counters = new SpoolCounters(file.Segments);
            return new SpoolWriter(file, _file, _options, counters, OnCommitted, OnReleased);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Keeps every other gateway off a folder until the result is disposed.</summary>
    /// <exception cref="GatewayException">Another one is on it, or the folder cannot be written; the message says which and what to do.</exception>
    internal static FileStream LockFolder(string folder)
    {
        string path = Path.Combine(folder, "spool.lock");
        try
        {
            Directory.CreateDirectory(folder);
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException exception) when (exception.HResult is SharingViolation or WouldBlock)
        {
            throw new GatewayException($"the spool folder {folder} is in use, another gateway may be running on it: stop that one or choose another folder", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            string verb = Directory.Exists(folder) ? "written" : "created";
            throw new GatewayException($"the spool folder {folder} cannot be {verb} ({exception.Message}): change its rights or choose another folder", exception);
        }
    }

    private bool IsEmpty => _counters.Depth == 0 && Interlocked.Read(ref _counters.Unsealed) == 0;

    private void OnCommitted() => Committed?.Invoke();

    private void OnReleased()
    {
        lock (_gate)
        {
            if (IsEmpty)
            {
                _whenEmpty?.TrySetResult();
                _whenEmpty = null;
            }
        }

        // A reader that stopped because too many damaged records waited to be set aside can go on.
        Committed?.Invoke();
    }
}
