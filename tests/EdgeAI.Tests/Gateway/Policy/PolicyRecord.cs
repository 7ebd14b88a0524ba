using EdgeAI.Records;

namespace EdgeAI.Tests.Gateway.Policy;

/// <summary>A record that a policy gave its sink, copied.</summary>
internal sealed record PolicyRecord
{
    public required RecordKind Kind { get; init; }

    public required string Robot { get; init; }

    public required uint Boot { get; init; }

    public required RecordClass Class { get; init; }

    public required byte Handling { get; init; }

    public required uint Revision { get; init; }

    public required long Stamp { get; init; }

    public required long Uncertainty { get; init; }

    /// <summary>The frame, or the body of the gateway's own kinds.</summary>
    public required byte[] Frame { get; init; }
}
