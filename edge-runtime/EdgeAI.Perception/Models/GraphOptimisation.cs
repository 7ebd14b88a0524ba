namespace EdgeAI.Perception.Models;

/// <summary>How far OnnxRuntime rewrites a graph before it runs.</summary>
public enum GraphOptimisation
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>Constants folded and dead operations removed, which changes no result.</summary>
    Basic,

    /// <summary>Operations fused, too.</summary>
    Extended,

    /// <summary>Layouts changed, too: the fastest.</summary>
    All,
}
