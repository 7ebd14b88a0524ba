using EdgeAI.Runtime.Edges;

namespace EdgeAI.Runtime.Graph;

/// <summary>
/// The conservation ledger: for each edge what it produced, delivered, dropped by reason and has in flight. A table that anyone may read at
/// any time, on any thread; each row is of one instant, and no graph thread waits or allocates for a reader.
/// </summary>
/// <param name="edges">The edges.</param>
public sealed class GraphLedger(IEnumerable<IEdgeAccount> edges)
{
    /// <summary>The rows, in the graph's order.</summary>
    public IReadOnlyList<IEdgeAccount> Edges { get; } = [.. edges];

    /// <summary>Everything that every edge gave up.</summary>
    public long Dropped => Edges.Sum(static edge => edge.Ledger.Dropped);

    /// <summary>
    /// The edges whose items are not all accounted for, one line each, named: a defect of the runtime. Once a graph has been stepped until
    /// nothing was left to do, an edge that still holds items is among them.
    /// </summary>
    /// <param name="ended">Whether the graph has ended, so that nothing may be in flight.</param>
    public IEnumerable<string> Faults(bool ended)
    {
        foreach (IEdgeAccount edge in Edges)
        {
            EdgeLedger ledger = edge.Ledger;
            if (!ledger.IsBalanced || (ended && ledger.InFlight != 0))
            {
                yield return $"edge '{edge.Name}': {ledger.Produced} produced, but {ledger.Delivered} delivered, {ledger.Dropped} dropped and {ledger.InFlight} in flight";
            }
        }
    }
}
