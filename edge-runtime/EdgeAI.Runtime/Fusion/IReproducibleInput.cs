namespace EdgeAI.Runtime.Fusion;

/// <summary>An input whose answers do not depend on when samples came, whatever its payload.</summary>
public interface IReproducibleInput
{
    /// <summary>The input itself.</summary>
    JoinInput Input { get; }
}
