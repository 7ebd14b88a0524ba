namespace EdgeAI.Runtime.Edges;

/// <summary>What became of everything that entered an edge: produced = delivered + dropped + in flight.</summary>
/// <param name="Produced">Items that the producer finished.</param>
/// <param name="Delivered">Items that the consumer finished.</param>
/// <param name="Drops">Items that the edge gave up, by reason.</param>
/// <param name="InFlight">Items that wait or are being consumed.</param>
public readonly record struct EdgeLedger(long Produced, long Delivered, EdgeDrops Drops, long InFlight)
{
    /// <summary>Items that the edge gave up.</summary>
    public long Dropped => Drops.Total;

    /// <summary>Whether every item is accounted for.</summary>
    public bool IsBalanced => Produced == Delivered + Dropped + InFlight;
}
