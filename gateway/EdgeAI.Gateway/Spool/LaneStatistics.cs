using EdgeAI.Records;

namespace EdgeAI.Gateway.Spool;

/// <summary>What the spool holds of one class.</summary>
/// <param name="Class">The class.</param>
/// <param name="Records">The records that wait.</param>
/// <param name="Bytes">The bytes of their rows, nearly.</param>
/// <param name="Oldest">The lowest sequence that waits; 0 when none does.</param>
/// <param name="Newest">The highest sequence ever stored; 0 when none was.</param>
/// <param name="DeclaredLost">The records declared lost over the spool's whole life: dropped, too old, damaged or unreadable.</param>
public readonly record struct LaneStatistics(RecordClass Class, long Records, long Bytes, long Oldest, long Newest, long DeclaredLost);
