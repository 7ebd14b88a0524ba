namespace EdgeAI.Perception.Heads;

/// <summary>What recognition came to.</summary>
public enum HeadVerdict
{
    /// <summary>Exactly one head has such inputs and outputs.</summary>
    Recognised,

    /// <summary>Several heads do: the card must say which.</summary>
    Ambiguous,

    /// <summary>None does.</summary>
    Unknown,
}
