using EdgeAI.Records.Proof;

namespace EdgeAI.Gateway.Audit;

/// <summary>What happened, as far as two occurrences are the same.</summary>
/// <param name="Subject">What it is about.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Actor">Who did it, a valid id; empty for the gateway itself and for whoever gave none.</param>
/// <param name="Text">What happened, in words.</param>
internal readonly record struct AuditNote(AuditSubject Subject, AuditOutcome Outcome, string Actor, string Text);
