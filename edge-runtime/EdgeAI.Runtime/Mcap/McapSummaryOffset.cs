namespace EdgeAI.Runtime.Mcap;

/// <summary>Where the records of one kind stand in the summary ("Summary Offset").</summary>
/// <param name="Group">Their kind.</param>
/// <param name="Start">Where the first begins.</param>
/// <param name="Length">The length of all of them, in bytes.</param>
public readonly record struct McapSummaryOffset(McapOpcode Group, ulong Start, ulong Length)
{
    internal static McapRejection Parse(ReadOnlySpan<byte> content, out McapSummaryOffset offset)
    {
        McapFieldReader fields = new(content);
        offset = new McapSummaryOffset((McapOpcode)fields.Byte(), fields.UInt64(), fields.UInt64());
        return fields.Rejection;
    }
}
