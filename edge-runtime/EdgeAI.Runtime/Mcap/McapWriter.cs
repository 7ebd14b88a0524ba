namespace EdgeAI.Runtime.Mcap;

/// <summary>
/// Writes one MCAP file on the calling thread: for tools. A robot records through <see cref="McapFileSink"/>, whose callers never wait for a disk.
/// </summary>
public sealed class McapWriter : IDisposable
{
    private readonly McapDefinitions _definitions = new();
    private readonly McapFileWriter _file;
    private readonly McapChunkBuffer _chunk;
    private bool _finished;

    /// <summary>Begins a file at the stream's place, which becomes offset 0; the stream only has to take writes and stays open.</summary>
    public McapWriter(Stream stream, McapWriterOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        options ??= new McapWriterOptions();
        options.Validate();
        _chunk = new McapChunkBuffer(options.ChunkBytes);
        _file = new McapFileWriter(stream, options.Header, options.Compression, options.ChunkBytes, _definitions);
    }

    /// <summary>How many bytes are written.</summary>
    public long Length => _file.Length;

    /// <summary>How many messages wait for their chunk to be written.</summary>
    internal int Pending => _chunk.Count;

    /// <summary>Adds a schema.</summary>
    /// <returns>Its number, from 1 on.</returns>
    public ushort AddSchema(string name, string encoding, ReadOnlySpan<byte> data) => _definitions.AddSchema(name, encoding, data);

    /// <summary>Adds a channel.</summary>
    /// <returns>Its number, from 1 on.</returns>
    public ushort AddChannel(string topic, string messageEncoding, ushort schemaId, IReadOnlyDictionary<string, string>? metadata = null) =>
        _definitions.AddChannel(topic, messageEncoding, schemaId, metadata);

    /// <summary>Writes a message; times in nanoseconds of the recording's epoch.</summary>
    /// <exception cref="ArgumentException">The channel was not added, or the message is larger than a chunk.</exception>
    public void Write(ushort channelId, uint sequence, ulong logTime, ulong publishTime, ReadOnlySpan<byte> data)
    {
        ObjectDisposedException.ThrowIf(_finished, this);
        if (channelId == 0 || channelId > _definitions.ChannelCount)
        {
            throw new ArgumentOutOfRangeException(nameof(channelId), $"channel {channelId} was not added");
        }

        if (!_chunk.CanHold(data.Length))
        {
            throw new ArgumentException($"a message of {data.Length} bytes does not fit into a chunk; raise ChunkBytes", nameof(data));
        }

        if (!_chunk.TryAppend(channelId, sequence, logTime, publishTime, data, nowNanoseconds: 0))
        {
            Flush();
            _chunk.TryAppend(channelId, sequence, logTime, publishTime, data, nowNanoseconds: 0);
        }
    }

    /// <summary>Adds an attachment.</summary>
    public void AddAttachment(McapAttachment attachment)
    {
        ArgumentNullException.ThrowIfNull(attachment);
        ObjectDisposedException.ThrowIf(_finished, this);
        _file.WriteAttachment(attachment);
    }

    /// <summary>Adds metadata.</summary>
    public void AddMetadata(McapMetadata metadata)
    {
        ArgumentNullException.ThrowIfNull(metadata);
        ObjectDisposedException.ThrowIf(_finished, this);
        _file.WriteMetadata(metadata);
    }

    /// <summary>Ends the chunk in the making: what was written so far is readable even if the file is never finished.</summary>
    public void Flush()
    {
        if (_chunk.Count > 0)
        {
            _file.WriteChunk(_chunk);
            _chunk.Clear();
        }
    }

    /// <summary>Leaves the file as it is, without its summary: what could not be written is not tried again.</summary>
    internal void Abandon()
    {
        _finished = true;
        _file.Dispose();
    }

    /// <summary>Ends the file with its summary.</summary>
    public void Dispose()
    {
        if (_finished)
        {
            return;
        }

        _finished = true;
        try
        {
            Flush();
            _file.Finish();
        }
        finally
        {
            _file.Dispose();
        }
    }
}
