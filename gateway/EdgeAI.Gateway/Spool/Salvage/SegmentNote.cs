using EdgeAI.Records;

namespace EdgeAI.Gateway.Spool.Salvage;

/// <summary>What a damaged file still says of one of its tables of records.</summary>
/// <param name="Id">Its row's number.</param>
/// <param name="Class">Its class.</param>
/// <param name="IsOfAllClasses">Whether it is version 1's.</param>
/// <param name="Numbered">The records ever stored in it.</param>
/// <param name="Newest">The highest sequence ever stored in it.</param>
internal readonly record struct SegmentNote(int Id, RecordClass Class, bool IsOfAllClasses, long Numbered, long Newest);
