namespace EdgeAI.Perception.Heads;

/// <summary>Which head a graph calls for, by its own inputs and outputs.</summary>
/// <param name="Verdict">Whether exactly one does.</param>
/// <param name="Kind">The head, where one was recognised.</param>
/// <param name="Problem">One line with what the graph has and the words that the card may use; empty where one was recognised.</param>
public readonly record struct HeadRecognition(HeadVerdict Verdict, HeadKind Kind, string Problem);
