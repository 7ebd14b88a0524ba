using System.Text;
using EdgeAI.Runtime.Mcap;
using EdgeAI.Runtime.Recording;

namespace EdgeAI.Runtime.LiveView;

/// <summary>
/// A recording that nobody keeps: what a recorder writes in ROS's shape goes to whoever watches. So a live view and a recording show the
/// same channels with the same bytes.
/// </summary>
/// <param name="server">Who shows it.</param>
internal sealed class LiveViewFile(LiveViewServer server) : IRecordingFile
{
    private readonly List<(string Name, string Text)> _schemas = [];

    /// <inheritdoc/>
    public McapSinkLedger Ledger => default;

    /// <inheritdoc/>
    public string? Failure => null;

    /// <inheritdoc/>
    public IReadOnlyList<string> Paths => [];

    /// <inheritdoc/>
    public ushort AddSchema(string name, string encoding, ReadOnlySpan<byte> data)
    {
        _schemas.Add((name, Encoding.UTF8.GetString(data)));
        return (ushort)_schemas.Count;
    }

    /// <summary>Offers a channel; 0 for those that only a replay has use for.</summary>
    public ushort AddChannel(string topic, string messageEncoding, ushort schemaId, IReadOnlyDictionary<string, string> metadata)
    {
        (string name, string text) = _schemas[schemaId - 1];
        return RecordingNames.IsOwn(topic) ? (ushort)0 : (ushort)server.AddChannel(topic, name, text);
    }

    /// <inheritdoc/>
    public bool Write(ushort channelId, uint sequence, ulong logTime, ulong publishTime, ReadOnlySpan<byte> data)
    {
        if (channelId > 0)
        {
            server.Publish(channelId, (long)publishTime, data);
        }

        return true;
    }

    /// <summary>Not taken: a live view has no files.</summary>
    public bool AddAttachment(McapAttachment attachment) => false;

    /// <summary>Nothing: the server belongs to whoever made it.</summary>
    public void Dispose()
    {
    }
}
