namespace EdgeAI.Runtime.Estimation;

/// <summary>What became of a magnetic field.</summary>
public enum FieldVerdict
{
    /// <summary>It corrected the heading, or set it.</summary>
    Taken,

    /// <summary>Left out: it is stronger or weaker than where the filter started.</summary>
    OtherStrength,

    /// <summary>Left out: it dips otherwise than where the filter started.</summary>
    OtherDip,

    /// <summary>Left out: it points elsewhere than the estimate can be wrong by.</summary>
    OtherHeading,

    /// <summary>Left out: its level part is too weak to point anywhere.</summary>
    NoHeading,
}
