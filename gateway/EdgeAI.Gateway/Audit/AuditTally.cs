namespace EdgeAI.Gateway.Audit;

/// <summary>How often the same happened, and when first.</summary>
/// <param name="Note">What.</param>
/// <param name="Count">How often, 1 or more.</param>
/// <param name="SinceUtcNanoseconds">The first time.</param>
internal readonly record struct AuditTally(AuditNote Note, uint Count, long SinceUtcNanoseconds);
