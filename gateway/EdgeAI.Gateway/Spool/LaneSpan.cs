using EdgeAI.Records;

namespace EdgeAI.Gateway.Spool;

/// <summary>A stretch of a lane's sequences.</summary>
internal readonly record struct LaneSpan(RecordClass Class, SequenceSpan Span);
