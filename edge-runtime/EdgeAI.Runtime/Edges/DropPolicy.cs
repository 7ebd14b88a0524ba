namespace EdgeAI.Runtime.Edges;

/// <summary>What an edge does when more comes than is taken. Every policy but <see cref="Block"/> loses something, by name and by count.</summary>
public enum DropPolicy
{
    /// <summary>Refuses: the producer keeps the item and tries again. Nothing is lost; the producer waits.</summary>
    Block,

    /// <summary>The oldest waiting item makes room.</summary>
    DropOldest,

    /// <summary>The new item is dropped.</summary>
    DropNewest,

    /// <summary>Every waiting item makes room: the consumer only ever sees the newest.</summary>
    LatestOnly,

    /// <summary>Only every n-th item enters, the first among them, whether there is room or not; when the edge is full, the oldest makes room.</summary>
    EveryNth,
}
