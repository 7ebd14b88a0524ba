namespace EdgeAI.Runtime.Edges;

/// <summary>Why an edge gave an item up.</summary>
public enum DropReason
{
    /// <summary>The edge was full, and the oldest item made room for a newer one.</summary>
    Oldest,

    /// <summary>The edge was full when the item came.</summary>
    Newest,

    /// <summary>A newer item came before the consumer took it, and only the newest waits.</summary>
    Superseded,

    /// <summary>It was not the n-th: the edge keeps every n-th.</summary>
    Thinned,

    /// <summary>It came after the edge was stopped.</summary>
    Stopped,
}
