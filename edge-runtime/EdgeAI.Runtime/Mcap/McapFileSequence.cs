using EdgeAI.Device.Time;

namespace EdgeAI.Runtime.Mcap;

/// <summary>The files of one recording, one after the other: begins the next by size or age, and cuts a file back after a write that failed.</summary>
internal sealed class McapFileSequence : IDisposable
{
    private readonly McapFileSinkOptions _options;
    private readonly McapDefinitions _definitions;
    private readonly IClock _clock;
    private readonly Func<string, Stream> _open;
    private readonly Lock _gate = new();
    private readonly List<string> _paths = [];
    private Stream? _stream;
    private McapFileWriter? _file;
    private long _openedNanoseconds;
    private bool _hasChunk;
    private int _number;

    /// <summary>Begins the first file, on the caller's thread, so that a path that cannot be written to shows at once.</summary>
    public McapFileSequence(McapFileSinkOptions options, McapDefinitions definitions, IClock clock, Func<string, Stream> open)
    {
        _options = options;
        _definitions = definitions;
        _clock = clock;
        _open = open;
        Open();
    }

    public IReadOnlyList<string> Paths
    {
        get
        {
            lock (_gate)
            {
                return [.. _paths];
            }
        }
    }

    public bool TryWriteChunk(McapChunkBuffer chunk, out string failure) => TryWrite(
        file =>
        {
            file.WriteChunk(chunk);
            _hasChunk = true;
        },
        chunk.Records.Length,
        out failure);

    public bool TryWriteMetadata(McapMetadata metadata, out string failure) => TryWrite(file => file.WriteMetadata(metadata), 0, out failure);

    public bool TryWriteAttachment(McapAttachment attachment, out string failure) => TryWrite(file => file.WriteAttachment(attachment), 0, out failure);

    /// <summary>Ends the current file with its summary.</summary>
    public bool TryFinish(out string failure)
    {
        failure = "";
        try
        {
            _file?.Finish();
            Sync();
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            failure = Describe(exception);
            return false;
        }
        finally
        {
            Close();
        }
    }

    public void Dispose() => Close();

    private bool TryWrite(Action<McapFileWriter> write, int bytes, out string failure)
    {
        failure = "";
        try
        {
            // A file that could not be finished still opens up to its last chunk; the recording goes on in the next.
            if (MustRotate(bytes))
            {
                TryFinish(out failure);
            }

            if (_file is null)
            {
                Open();
            }

            write(_file!);
            Sync();
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            failure = Describe(exception);
            CutBack();
            return false;
        }
    }

    private bool MustRotate(int bytes) => _file is not null && _hasChunk && bytes > 0
        && ((_options.RotateBytes > 0 && _file.Length + bytes > _options.RotateBytes)
            || _file.IndexBytes >= _options.MaximumIndexBytes
            || (_options.RotateAfter > TimeSpan.Zero && _clock.Nanoseconds - _openedNanoseconds >= _options.RotateAfter.Ticks * TimeSpan.NanosecondsPerTick));

    private void Open()
    {
        string path = NextPath();
        _stream = _open(path);
        try
        {
            _file = new McapFileWriter(_stream, _options.Writer.Header, _options.Writer.Compression, _options.Writer.ChunkBytes, _definitions);
            foreach (McapMetadata metadata in _options.Metadata)
            {
                _file.WriteMetadata(metadata);
            }
        }
        catch
        {
            Close();
            DeleteStub(path);
            throw;
        }

        _number++;
        _openedNanoseconds = _clock.Nanoseconds;
        lock (_gate)
        {
            _paths.Add(path);
        }
    }

    /// <summary>The first file is refused where one stands already; for the later ones nobody is there to be asked, so a name that is taken is passed over.</summary>
    private string NextPath()
    {
        if (_number == 0)
        {
            return _options.Path;
        }

        string path = Numbered(_number + 1);
        while (File.Exists(path))
        {
            _number++;
            path = Numbered(_number + 1);
        }

        return path;
    }

    private string Numbered(int number) =>
        Path.Combine(Path.GetDirectoryName(_options.Path) ?? "", $"{Path.GetFileNameWithoutExtension(_options.Path)}-{number:0000}{Path.GetExtension(_options.Path)}");

    /// <summary>A file that could not even be begun holds nothing, and would stand in the way of the next try.</summary>
    private static void DeleteStub(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The next try passes over its name.
        }
    }

    private void Sync()
    {
        if (_options.SyncEachChunk)
        {
            (_stream as FileStream)?.Flush(flushToDisk: true);
        }
    }

    /// <summary>Takes what a failed write left behind out of the file, so that later chunks can follow; a file that cannot be mended is left.</summary>
    private void CutBack()
    {
        if (_file is null || _stream is null)
        {
            return;
        }

        try
        {
            _stream.SetLength(_file.Length);
            _stream.Position = _file.Length;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            Close();
        }
    }

    private void Close()
    {
        _file?.Dispose();
        _file = null;
        _hasChunk = false;
        Stream? stream = _stream;
        _stream = null;
        try
        {
            stream?.Dispose();
        }
        catch (IOException)
        {
            // Nothing waits to be written: the stream has no buffer, and what it refused was counted.
        }
    }

    private string Describe(Exception exception) => $"recording {_options.Path}: {exception.Message}";
}
