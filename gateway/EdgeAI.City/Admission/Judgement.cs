namespace EdgeAI.City.Admission;

/// <summary>What is done with a message, and why.</summary>
internal readonly record struct Judgement(Verdict Verdict, string Reason)
{
    /// <summary>Its records go into the table.</summary>
    public static Judgement Take { get; } = new(Verdict.Take, "");
}
