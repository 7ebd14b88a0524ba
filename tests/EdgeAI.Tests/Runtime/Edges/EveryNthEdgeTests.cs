using EdgeAI.Runtime.Edges;

namespace EdgeAI.Tests.Runtime.Edges;

public sealed class EveryNthEdgeTests : EdgeContract
{
    private protected override BoundedEdge<EdgeBox> NewEdge(int capacity, WakeSignal? wake = null) =>
        new(capacity, DropPolicy.EveryNth, static () => new EdgeBox(), keepEvery: 3) { Name = "test", Wake = wake };
}
