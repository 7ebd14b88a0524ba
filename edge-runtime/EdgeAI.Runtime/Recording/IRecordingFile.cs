using EdgeAI.Runtime.Mcap;

namespace EdgeAI.Runtime.Recording;

/// <summary>Where a recorder's messages go: live into chunks that another thread writes, in a replay straight into a file.</summary>
public interface IRecordingFile : IDisposable
{
    /// <summary>What became of every message so far.</summary>
    McapSinkLedger Ledger { get; }

    /// <summary>What last went wrong, in one line; null while nothing has.</summary>
    string? Failure { get; }

    /// <summary>The files so far, in their order.</summary>
    IReadOnlyList<string> Paths { get; }

    /// <summary>Adds a schema and answers its number.</summary>
    ushort AddSchema(string name, string encoding, ReadOnlySpan<byte> data);

    /// <summary>Adds a channel and answers its number.</summary>
    ushort AddChannel(string topic, string messageEncoding, ushort schemaId, IReadOnlyDictionary<string, string> metadata);

    /// <summary>Takes a message, times in nanoseconds; false if it was dropped, which is counted.</summary>
    bool Write(ushort channelId, uint sequence, ulong logTime, ulong publishTime, ReadOnlySpan<byte> data);

    /// <summary>Keeps a file inside the recording; false if it was not taken.</summary>
    bool AddAttachment(McapAttachment attachment);
}
