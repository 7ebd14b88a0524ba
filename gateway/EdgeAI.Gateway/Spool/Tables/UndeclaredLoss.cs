using EdgeAI.Records;

namespace EdgeAI.Gateway.Spool.Tables;

/// <summary>A loss that is known and not declared yet: of which class it is nobody knows.</summary>
/// <param name="Span">Its sequences.</param>
/// <param name="Reason">How it came about.</param>
/// <param name="Most">The most records that it can be.</param>
internal readonly record struct UndeclaredLoss(SequenceSpan Span, LossReason Reason, long Most);
