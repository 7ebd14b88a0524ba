using EdgeAI.Runtime.Mcap;

namespace EdgeAI.Runtime.Recording;

/// <summary>
/// A recording of a replay: virtual time stands still while the disk works, so nothing is dropped and the same run gives the same file. When
/// the disk takes no more, the file ends with its last whole chunk, and what comes later is counted as not written.
/// </summary>
public sealed class ReplayRecordingFile : IRecordingFile
{
    private readonly Stream _stream;
    private readonly McapWriter _writer;
    private readonly string _path;
    private long _taken;
    private long _lost;
    private long _late;
    private bool _ended;

    /// <summary>Begins the file.</summary>
    /// <param name="path">Where; nothing may stand there.</param>
    /// <param name="options">How it is written.</param>
    /// <param name="metadata">What it begins with.</param>
    /// <exception cref="IOException">The file exists already, or cannot be made.</exception>
    public ReplayRecordingFile(string path, McapWriterOptions options, IReadOnlyList<McapMetadata> metadata)
        : this(path, options, metadata, static path => new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 0))
    {
    }

    internal ReplayRecordingFile(string path, McapWriterOptions options, IReadOnlyList<McapMetadata> metadata, Func<string, Stream> open)
    {
        ArgumentNullException.ThrowIfNull(metadata);
        _path = path;
        Paths = [path];
        _stream = open(path);
        try
        {
            _writer = new McapWriter(_stream, options);
            foreach (McapMetadata record in metadata)
            {
                _writer.AddMetadata(record);
            }
        }
        catch
        {
            _writer?.Abandon();
            _stream.Dispose();
            File.Delete(path);
            throw;
        }
    }

    /// <inheritdoc/>
    public McapSinkLedger Ledger => new(_taken + _lost + _late, _taken, 0, 0, _lost, _late, 0);

    /// <inheritdoc/>
    public string? Failure { get; private set; }

    /// <inheritdoc/>
    public IReadOnlyList<string> Paths { get; }

    /// <inheritdoc/>
    public ushort AddSchema(string name, string encoding, ReadOnlySpan<byte> data) => _writer.AddSchema(name, encoding, data);

    /// <inheritdoc/>
    public ushort AddChannel(string topic, string messageEncoding, ushort schemaId, IReadOnlyDictionary<string, string> metadata) =>
        _writer.AddChannel(topic, messageEncoding, schemaId, metadata);

    /// <inheritdoc/>
    public bool Write(ushort channelId, uint sequence, ulong logTime, ulong publishTime, ReadOnlySpan<byte> data)
    {
        if (_ended)
        {
            _late++;
            return false;
        }

        if (Failure is null)
        {
            try
            {
                _writer.Write(channelId, sequence, logTime, publishTime, data);
                _taken++;
                return true;
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                Fail(exception, _writer.Length);
            }
        }

        _lost++;
        return false;
    }

    /// <inheritdoc/>
    public bool AddAttachment(McapAttachment attachment)
    {
        if (_ended || Failure is not null)
        {
            return false;
        }

        try
        {
            _writer.AddAttachment(attachment);
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Fail(exception, _writer.Length);
            return false;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_ended)
        {
            return;
        }

        _ended = true;
        if (Failure is null)
        {
            Finish();
        }

        _stream.Dispose();
    }

    private void Finish()
    {
        long whole = _writer.Length;
        try
        {
            _writer.Flush();
            whole = _writer.Length;
            _writer.Dispose();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Fail(exception, whole);
        }
    }

    /// <summary>Ends the file with what is whole in it; what waited for its chunk is lost with the chunk.</summary>
    private void Fail(Exception exception, long whole)
    {
        Failure = $"recording {_path}: {exception.Message}";
        _taken -= _writer.Pending;
        _lost += _writer.Pending;
        _writer.Abandon();
        try
        {
            _stream.SetLength(whole);
        }
        catch (Exception cut) when (cut is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            // A reader stops at the record that is cut off, and says so.
        }
    }
}
