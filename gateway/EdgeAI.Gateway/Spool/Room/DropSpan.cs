using EdgeAI.Gateway.Spool.Tables;

namespace EdgeAI.Gateway.Spool.Room;

/// <summary>The oldest records of a segment that may be dropped together.</summary>
/// <param name="Runs">Their stretches; the gateway's own records between them stay.</param>
/// <param name="Count">How many.</param>
/// <param name="Bytes">The bytes of their rows, nearly.</param>
/// <param name="EarliestUtc">The earliest receipt among them.</param>
/// <param name="LatestUtc">The latest receipt among them.</param>
internal readonly record struct DropSpan(List<CountedSpan> Runs, long Count, long Bytes, long EarliestUtc, long LatestUtc);
