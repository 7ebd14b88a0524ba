namespace EdgeAI.Runtime.Mcap;

/// <summary>The last record of a file ("Footer"): where its summary is.</summary>
/// <param name="SummaryStart">Byte offset of the summary section; 0 where there is none.</param>
/// <param name="SummaryOffsetStart">Byte offset of the summary offset section; 0 where there is none.</param>
/// <param name="SummaryCrc">CRC-32 from the summary's first byte through the footer's second field; 0 where it was not made.</param>
public readonly record struct McapFooter(ulong SummaryStart, ulong SummaryOffsetStart, uint SummaryCrc)
{
    internal const int Length = sizeof(ulong) + sizeof(ulong) + sizeof(uint);

    internal static McapRejection Parse(ReadOnlySpan<byte> content, out McapFooter footer)
    {
        McapFieldReader fields = new(content);
        footer = new McapFooter(fields.UInt64(), fields.UInt64(), fields.UInt32());
        return fields.Rejection;
    }
}
