namespace EdgeAI.Gateway.Operation.Checks;

/// <summary>How bad a finding is.</summary>
internal enum FindingLevel
{
    /// <summary>All is well.</summary>
    Ok,

    /// <summary>Something should be looked at.</summary>
    Warn,

    /// <summary>Something must be mended.</summary>
    Fail,
}
