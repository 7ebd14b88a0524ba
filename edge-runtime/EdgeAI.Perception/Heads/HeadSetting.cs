namespace EdgeAI.Perception.Heads;

/// <summary>What a head is made from: a graph that fits it, and the card's options with the table's defaults.</summary>
/// <param name="Graph">The graph.</param>
/// <param name="Options">The card's options.</param>
/// <param name="ScoreThreshold">Detections are surer than this.</param>
/// <param name="OverlapThreshold">How much of two boxes may overlap.</param>
/// <param name="Strides">Pixels of the tensor for a cell of each grid.</param>
internal sealed record HeadSetting(GraphShape Graph, HeadOptions Options, float ScoreThreshold, float OverlapThreshold, IReadOnlyList<int> Strides)
{
    /// <summary>Makes room for a head's candidates.</summary>
    public BoxSuppression Suppression(int candidates) =>
        new(candidates, Graph.Width, Graph.Height, OverlapThreshold, Options.AcrossClasses, Options.MostCandidates);
}
