namespace EdgeAI.Records;

/// <summary>A parsed record topic; its texts are slices of the topic.</summary>
public readonly ref struct RecordTopic
{
    internal RecordTopic(TopicKind kind, ReadOnlySpan<char> site, ReadOnlySpan<char> publisher, ushort board, byte stream)
    {
        Kind = kind;
        Site = site;
        Publisher = publisher;
        Board = board;
        Stream = stream;
    }

    /// <summary>What is published there.</summary>
    public TopicKind Kind { get; }

    /// <summary>The site's id.</summary>
    public ReadOnlySpan<char> Site { get; }

    /// <summary>The robot's id, or the gateway's for <see cref="TopicKind.GatewayRecords"/>; either's for <see cref="TopicKind.Commands"/>.</summary>
    public ReadOnlySpan<char> Publisher { get; }

    /// <summary>The board's number on its robot; 0 unless the kind is <see cref="TopicKind.RawFrame"/>.</summary>
    public ushort Board { get; }

    /// <summary>The stream's number on its board; 0 unless the kind is <see cref="TopicKind.RawFrame"/>.</summary>
    public byte Stream { get; }
}
