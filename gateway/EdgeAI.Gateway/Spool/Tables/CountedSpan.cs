namespace EdgeAI.Gateway.Spool.Tables;

/// <summary>A stretch of sequences, both ends included, and how many of them were one segment's.</summary>
internal readonly record struct CountedSpan(SequenceSpan Span, long Count);
