namespace EdgeAI.Gateway.Operation.Checks;

/// <summary>One line of the doctor.</summary>
/// <param name="Level">How bad it is.</param>
/// <param name="Subject">What was looked at.</param>
/// <param name="Text">What was found.</param>
/// <param name="Mend">What to do; empty when nothing is to be done.</param>
internal sealed record Finding(FindingLevel Level, string Subject, string Text, string Mend = "")
{
    /// <summary>All is well.</summary>
    public static Finding Ok(string subject, string text) => new(FindingLevel.Ok, subject, text);

    /// <summary>The gateway runs, and may not do so for long or as well as it could.</summary>
    public static Finding Warn(string subject, string text, string mend) => new(FindingLevel.Warn, subject, text, mend);

    /// <summary>The gateway does not run, or does not keep what it promises.</summary>
    public static Finding Fail(string subject, string text, string mend) => new(FindingLevel.Fail, subject, text, mend);

    /// <inheritdoc/>
    public override string ToString() => $"{(Level == FindingLevel.Ok ? "ok  " : Level == FindingLevel.Warn ? "warn" : "FAIL")} {Subject}: {Text}{(Mend.Length > 0 ? $": {Mend}" : "")}";
}
