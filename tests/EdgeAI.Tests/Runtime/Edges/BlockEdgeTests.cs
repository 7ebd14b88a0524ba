using EdgeAI.Runtime.Edges;

namespace EdgeAI.Tests.Runtime.Edges;

public sealed class BlockEdgeTests : EdgeContract
{
    private protected override BoundedEdge<EdgeBox> NewEdge(int capacity, WakeSignal? wake = null) =>
        new(capacity, DropPolicy.Block, static () => new EdgeBox()) { Name = "test", Wake = wake };
}
