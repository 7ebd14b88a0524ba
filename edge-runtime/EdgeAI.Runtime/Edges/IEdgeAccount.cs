namespace EdgeAI.Runtime.Edges;

/// <summary>An edge as its account sees it. Safe on any thread.</summary>
public interface IEdgeAccount
{
    /// <summary>The edge's name: the stream that it carries, and to where if the stream goes to several places.</summary>
    string Name { get; }

    /// <summary>What the edge does when more comes than is taken.</summary>
    DropPolicy Policy { get; }

    /// <summary>The most items that wait.</summary>
    int Capacity { get; }

    /// <summary>What became of everything so far, all of it at one instant. The edge's own two threads never wait for a reader.</summary>
    EdgeLedger Ledger { get; }
}
