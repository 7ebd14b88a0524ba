using EdgeAI.Runtime.Edges;

namespace EdgeAI.Tests.Runtime.Edges;

public sealed class DropNewestEdgeTests : EdgeContract
{
    private protected override BoundedEdge<EdgeBox> NewEdge(int capacity, WakeSignal? wake = null) =>
        new(capacity, DropPolicy.DropNewest, static () => new EdgeBox()) { Name = "test", Wake = wake };
}
