namespace EdgeAI.Records.Proof;

/// <summary>What a verification found, and where the chains stand.</summary>
/// <param name="Findings">The findings, ordered by gateway, epoch, class, range and kind.</param>
/// <param name="Heads">The last seal of each chain, which anchors a later verification.</param>
/// <param name="Summary">What it comes to.</param>
public sealed record VerificationReport(IReadOnlyList<Finding> Findings, IReadOnlyList<ChainHead> Heads, VerificationSummary Summary);
