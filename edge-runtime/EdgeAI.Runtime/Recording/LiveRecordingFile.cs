using EdgeAI.Runtime.Mcap;

namespace EdgeAI.Runtime.Recording;

/// <summary>A recording of a live robot: whoever writes never waits for the disk, and what the disk cannot take is dropped and counted.</summary>
/// <param name="sink">The files.</param>
public sealed class LiveRecordingFile(McapFileSink sink) : IRecordingFile
{
    /// <inheritdoc/>
    public McapSinkLedger Ledger => sink.Ledger;

    /// <inheritdoc/>
    public string? Failure => sink.Failure;

    /// <inheritdoc/>
    public IReadOnlyList<string> Paths => sink.Paths;

    /// <inheritdoc/>
    public ushort AddSchema(string name, string encoding, ReadOnlySpan<byte> data) => sink.AddSchema(name, encoding, data);

    /// <inheritdoc/>
    public ushort AddChannel(string topic, string messageEncoding, ushort schemaId, IReadOnlyDictionary<string, string> metadata) =>
        sink.AddChannel(topic, messageEncoding, schemaId, metadata);

    /// <inheritdoc/>
    public bool Write(ushort channelId, uint sequence, ulong logTime, ulong publishTime, ReadOnlySpan<byte> data) =>
        sink.Write(channelId, sequence, logTime, publishTime, data);

    /// <inheritdoc/>
    public bool AddAttachment(McapAttachment attachment) => sink.AddAttachment(attachment);

    /// <inheritdoc/>
    public void Dispose() => sink.Dispose();
}
