namespace EdgeAI.City.Admission;

/// <summary>What is done with a message.</summary>
internal enum Verdict
{
    /// <summary>Its records go into the table.</summary>
    Take,

    /// <summary>It is set aside for good, in <c>refused</c>.</summary>
    Refuse,

    /// <summary>It is kept in <c>quarantine</c> until its gateway is released.</summary>
    Quarantine,
}
