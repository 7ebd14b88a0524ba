using EdgeAI.Gateway.Spool.Tables;

namespace EdgeAI.Gateway.Spool.Lanes;

/// <summary>Where a reading of a segment is.</summary>
/// <param name="Segment">The segment.</param>
/// <param name="Sequence">The last sequence that was taken or passed by.</param>
/// <param name="Ordinal">How many records were ever stored up to it; negative when not known.</param>
internal readonly record struct LanePlace(SpoolSegment Segment, long Sequence, long Ordinal);
