namespace EdgeAI.Runtime.Mcap;

/// <summary>A part of the file that holds messages: a chunk, or a run of records that stand in no chunk.</summary>
/// <param name="StartTime">The earliest log time in it.</param>
/// <param name="EndTime">The latest log time in it.</param>
/// <param name="Offset">Where it begins.</param>
/// <param name="Length">How long it is, in bytes.</param>
/// <param name="IsChunk">Whether it is one chunk record.</param>
/// <param name="Channels">The channels with a message index; empty where that is not known.</param>
internal sealed record McapPlace(ulong StartTime, ulong EndTime, long Offset, long Length, bool IsChunk, IReadOnlyList<KeyValuePair<ushort, ulong>> Channels);
