namespace EdgeAI.Perception.Sessions;

/// <summary>One input or output of a graph.</summary>
/// <param name="Name">Its name in the graph.</param>
/// <param name="Element">What an element is.</param>
/// <param name="Shape">Its sizes, the slowest first; -1 for one that is only known when the session is bound.</param>
public sealed record TensorSpec(string Name, TensorElement Element, IReadOnlyList<int> Shape);
