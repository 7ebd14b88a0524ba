using EdgeAI.Runtime.Mcap;
using EdgeAI.Runtime.Recording;

namespace EdgeAI.Tests.Runtime.Recording;

/// <summary>A recording in memory, by topic.</summary>
internal sealed class KeptMessages : IRecordingFile
{
    private readonly List<string> _schemas = [];

    /// <summary>Topics and the names of their schemas, in the order in which they were added.</summary>
    public List<(string Topic, string Schema)> Channels { get; } = [];

    public List<(string Topic, uint Sequence, ulong LogTime, ulong PublishTime, byte[] Data)> Messages { get; } = [];

    /// <summary>Whether messages are kept; otherwise they are only counted.</summary>
    public bool Keeps { get; set; } = true;

    public long Written { get; private set; }

    public McapSinkLedger Ledger => new(Written, Written, 0, 0, 0, 0, 0);

    public string? Failure => null;

    public IReadOnlyList<string> Paths => [];

    public IEnumerable<byte[]> Of(string topic) => Messages.Where(message => message.Topic == topic).Select(static message => message.Data);

    public ushort AddSchema(string name, string encoding, ReadOnlySpan<byte> data)
    {
        _schemas.Add(name);
        return (ushort)_schemas.Count;
    }

    public ushort AddChannel(string topic, string messageEncoding, ushort schemaId, IReadOnlyDictionary<string, string> metadata)
    {
        Assert.Equal("cdr", messageEncoding);
        Channels.Add((topic, _schemas[schemaId - 1]));
        return (ushort)Channels.Count;
    }

    public bool Write(ushort channelId, uint sequence, ulong logTime, ulong publishTime, ReadOnlySpan<byte> data)
    {
        Written++;
        if (Keeps)
        {
            Messages.Add((Channels[channelId - 1].Topic, sequence, logTime, publishTime, data.ToArray()));
        }

        return true;
    }

    public bool AddAttachment(McapAttachment attachment) => false;

    public void Dispose()
    {
    }
}
