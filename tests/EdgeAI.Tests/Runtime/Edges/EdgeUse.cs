using EdgeAI.Runtime.Edges;

namespace EdgeAI.Tests.Runtime.Edges;

/// <summary>Writing to and reading from an edge in one line.</summary>
internal static class EdgeUse
{
    public static void Write(this BoundedEdge<EdgeBox> edge, params int[] values)
    {
        foreach (int value in values)
        {
            Assert.True(edge.TryBeginWrite(out EdgeBox slot));
            slot.Fill(value);
            edge.EndWrite();
        }
    }

    public static List<long> ReadAll(this BoundedEdge<EdgeBox> edge)
    {
        List<long> values = [];
        while (edge.TryBeginRead(out EdgeBox slot))
        {
            values.Add(slot.Value);
            edge.EndRead();
        }

        return values;
    }
}
