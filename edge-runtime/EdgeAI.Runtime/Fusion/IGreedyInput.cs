namespace EdgeAI.Runtime.Fusion;

/// <summary>An input that answers at once with what has come, whatever its payload.</summary>
public interface IGreedyInput
{
    /// <summary>The input itself.</summary>
    JoinInput Input { get; }
}
