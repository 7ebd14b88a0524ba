using EdgeAI.Runtime.Edges;

namespace EdgeAI.Tests.Runtime.Edges;

public sealed class LatestOnlyEdgeTests : EdgeContract
{
    private protected override BoundedEdge<EdgeBox> NewEdge(int capacity, WakeSignal? wake = null) =>
        new(capacity, DropPolicy.LatestOnly, static () => new EdgeBox()) { Name = "test", Wake = wake };
}
