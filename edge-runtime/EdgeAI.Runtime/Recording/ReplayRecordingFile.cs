using EdgeAI.Runtime.Mcap;

namespace EdgeAI.Runtime.Recording;

/// <summary>A recording of a replay: virtual time stands still while the disk works, so nothing is dropped and the same run gives the same file.</summary>
public sealed class ReplayRecordingFile : IRecordingFile
{
    private readonly FileStream _stream;
    private readonly McapWriter _writer;
    private long _written;

    /// <summary>Begins the file.</summary>
    /// <param name="path">Where; nothing may stand there.</param>
    /// <param name="options">How it is written.</param>
    /// <param name="metadata">What it begins with.</param>
    /// <exception cref="IOException">The file exists already, or cannot be made.</exception>
    public ReplayRecordingFile(string path, McapWriterOptions options, IReadOnlyList<McapMetadata> metadata)
    {
        ArgumentNullException.ThrowIfNull(metadata);
        _stream = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read);
        _writer = new McapWriter(_stream, options);
        foreach (McapMetadata record in metadata)
        {
            _writer.AddMetadata(record);
        }

        Paths = [path];
    }

    /// <inheritdoc/>
    public McapSinkLedger Ledger => new(_written, _written, 0, 0, 0, 0, 0);

    /// <summary>None: what goes wrong is thrown where it does.</summary>
    public string? Failure => null;

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
        _writer.Write(channelId, sequence, logTime, publishTime, data);
        _written++;
        return true;
    }

    /// <inheritdoc/>
    public void AddAttachment(McapAttachment attachment) => _writer.AddAttachment(attachment);

    /// <inheritdoc/>
    public void Dispose()
    {
        _writer.Dispose();
        _stream.Dispose();
    }
}
