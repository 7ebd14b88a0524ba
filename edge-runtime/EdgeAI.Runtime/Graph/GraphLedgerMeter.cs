using System.Diagnostics.Metrics;
using EdgeAI.Runtime.Edges;

namespace EdgeAI.Runtime.Graph;

/// <summary>
/// Publishes a ledger as instruments that are read when a listener asks, on its thread: <c>edgeai.edge.produced</c>, <c>.delivered</c>,
/// <c>.dropped</c> (by <c>reason</c>) and <c>.in_flight</c>, each by <c>edge</c> and <c>policy</c>, in items.
/// </summary>
public sealed class GraphLedgerMeter : IDisposable
{
    /// <summary>The name of the meter.</summary>
    public const string MeterName = "EdgeAI.Runtime.Graph";

    private static readonly DropReason[] Reasons = Enum.GetValues<DropReason>();

    private readonly Meter _meter = new(MeterName);

    /// <summary>Publishes until it is disposed.</summary>
    /// <param name="ledger">The ledger.</param>
    public GraphLedgerMeter(GraphLedger ledger)
    {
        ArgumentNullException.ThrowIfNull(ledger);
        _meter.CreateObservableCounter("edgeai.edge.produced", () => ledger.Edges.Select(static edge => Of(edge, edge.Ledger.Produced)), "{item}", "Items that an edge's producer finished.");
        _meter.CreateObservableCounter("edgeai.edge.delivered", () => ledger.Edges.Select(static edge => Of(edge, edge.Ledger.Delivered)), "{item}", "Items that an edge's consumer finished.");
        _meter.CreateObservableCounter("edgeai.edge.dropped", () => ledger.Edges.SelectMany(static edge => DropsOf(edge)), "{item}", "Items that an edge gave up, by reason.");
        _meter.CreateObservableUpDownCounter("edgeai.edge.in_flight", () => ledger.Edges.Select(static edge => Of(edge, edge.Ledger.InFlight)), "{item}", "Items that wait on an edge or are being consumed.");
    }

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();

    private static Measurement<long> Of(IEdgeAccount edge, long value) => new(value, Tag("edge", edge.Name), Tag("policy", edge.Policy.ToString()));

    private static IEnumerable<Measurement<long>> DropsOf(IEdgeAccount edge)
    {
        EdgeDrops drops = edge.Ledger.Drops;
        return Reasons.Select(reason => new Measurement<long>(drops.Of(reason), Tag("edge", edge.Name), Tag("policy", edge.Policy.ToString()), Tag("reason", reason.ToString())));
    }

    private static KeyValuePair<string, object?> Tag(string name, string value) => new(name, value);
}
