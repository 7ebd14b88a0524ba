namespace EdgeAI.Runtime.Edges;

/// <summary>What became of everything that entered an edge: produced = delivered + dropped + in flight.</summary>
/// <param name="Produced">Items that the producer finished.</param>
/// <param name="Delivered">Items that the consumer finished.</param>
/// <param name="Dropped">Items that the edge's policy gave up.</param>
/// <param name="InFlight">Items that wait or are being consumed.</param>
public readonly record struct EdgeLedger(long Produced, long Delivered, long Dropped, long InFlight)
{
    /// <summary>Whether every item is accounted for.</summary>
    public bool IsBalanced => Produced == Delivered + Dropped + InFlight;
}
