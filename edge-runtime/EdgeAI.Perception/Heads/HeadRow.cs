namespace EdgeAI.Perception.Heads;

/// <summary>What the table knows of one head.</summary>
/// <param name="Kind">The head.</param>
/// <param name="Word">Its word in a card.</param>
/// <param name="Needs">What it needs of a graph, in words.</param>
/// <param name="ScoreThreshold">Upstream's own threshold.</param>
/// <param name="OverlapThreshold">Upstream's own threshold.</param>
/// <param name="Strides">Upstream's own grids.</param>
/// <param name="Fits">Whether it can read a graph.</param>
/// <param name="IsRecognised">Whether a graph looks like its own.</param>
/// <param name="Make">Makes it for a graph that fits.</param>
internal sealed record HeadRow(
    HeadKind Kind,
    string Word,
    string Needs,
    float ScoreThreshold,
    float OverlapThreshold,
    IReadOnlyList<int> Strides,
    Func<GraphShape, HeadOptions, bool> Fits,
    Func<GraphShape, HeadOptions, bool> IsRecognised,
    Func<HeadSetting, IDetectionHead> Make);
