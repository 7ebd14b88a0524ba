using EdgeAI.Gateway.Spool.Tables;
using EdgeAI.Records;

namespace EdgeAI.Gateway.Spool.Lanes;

/// <summary>A stretch of a lane's sequences.</summary>
internal readonly record struct LaneSpan(RecordClass Class, SequenceSpan Span);
