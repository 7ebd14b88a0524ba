namespace EdgeAI.Runtime.Mcap;

/// <summary>Takes the summary that a file brings, if all of it holds: what does not, is better made anew from the data.</summary>
internal sealed class McapSummaryLoader(McapFileBytes file, McapReaderOptions options, long dataStart)
{
    private const int FooterBytes = McapFormat.RecordPrefixBytes + McapFooter.Length;

    private readonly McapSummary _summary = new(options.MaximumSummaryBytes);
    private McapFooter _footer;
    private bool _lacksDefinitions;

    /// <summary>Whether the file ends as it should: footer and magic bytes.</summary>
    public bool TryReadEnd()
    {
        Span<byte> end = stackalloc byte[FooterBytes + 8];
        long start = file.Length - end.Length;
        return start >= dataStart
            && file.TryRead(start, end)
            && end[FooterBytes..].SequenceEqual(McapFormat.Magic)
            && end[0] == (byte)McapOpcode.Footer
            && System.Buffers.Binary.BinaryPrimitives.ReadUInt64LittleEndian(end[1..]) == McapFooter.Length
            && McapFooter.Parse(end[McapFormat.RecordPrefixBytes..FooterBytes], out _footer) == McapRejection.None;
    }

    /// <summary>Reads the summary of a file whose end was read.</summary>
    /// <returns>Nothing, and why, if there is none that says where all messages are. A file without a summary is no problem.</returns>
    public McapSummary? Load(out McapProblem problem)
    {
        problem = default;
        long footerStart = file.Length - FooterBytes - McapFormat.Magic.Length;
        if (_footer.SummaryStart == 0)
        {
            return null;
        }

        if (_footer.SummaryStart < (ulong)dataStart || _footer.SummaryStart > (ulong)footerStart)
        {
            problem = new McapProblem(McapRejection.BadIndex, footerStart);
            return null;
        }

        long start = (long)_footer.SummaryStart;
        McapRejection rejection = CheckCrc(start, footerStart);
        if (rejection != McapRejection.None)
        {
            problem = new McapProblem(rejection, start);
            return null;
        }

        McapRecordWalker walker = new(file, options.MaximumSummaryBytes);
        walker.Begin(start, footerStart);
        while (walker.Read())
        {
            rejection = walker.Load(out ReadOnlySpan<byte> content);
            rejection = rejection == McapRejection.None ? Take(walker.Opcode, content, start) : rejection;
            if (rejection != McapRejection.None)
            {
                problem = new McapProblem(rejection, walker.Offset);
                return null;
            }
        }

        problem = walker.Rejection == McapRejection.None ? default : new McapProblem(walker.Rejection, walker.Offset);
        return problem.Rejection == McapRejection.None && IsSufficient() ? _summary : null;
    }

    private McapRejection CheckCrc(long start, long footerStart)
    {
        if (_footer.SummaryCrc == 0)
        {
            return McapRejection.None;
        }

        // "All bytes from the start of the Summary section up through and including the end of the previous field" of the footer.
        return file.TryChecksum(start, footerStart + FooterBytes - sizeof(uint), out uint crc) && crc == _footer.SummaryCrc
            ? McapRejection.None
            : McapRejection.SummaryCrcMismatch;
    }

    private McapRejection Take(McapOpcode opcode, ReadOnlySpan<byte> content, long dataEnd)
    {
        McapRejection rejection = McapRejection.None;
        switch (opcode)
        {
            case McapOpcode.Schema:
                return _summary.AddSchema(content);
            case McapOpcode.Channel:
                rejection = _summary.AddChannel(content);

                // Writers may leave schemas out of the summary; they then stand in the data, where a scan finds them.
                _lacksDefinitions |= rejection == McapRejection.UnknownSchema;
                return rejection == McapRejection.UnknownSchema ? McapRejection.None : rejection;
            case McapOpcode.Statistics:
                rejection = McapStatistics.Parse(content, out McapStatistics statistics);
                _summary.Statistics ??= statistics;
                return rejection == McapRejection.None ? _summary.Claim(content.Length) : rejection;
            case McapOpcode.ChunkIndex:
                rejection = McapChunkIndex.Parse(content, out McapChunkIndex chunk);
                _lacksDefinitions |= chunk.MessageIndexOffsets.Any(entry => !_summary.Channels.ContainsKey(entry.Key));
                return rejection != McapRejection.None ? rejection
                    : !IsInside(chunk.Offset, chunk.Length, dataEnd) || chunk.StartTime > chunk.EndTime ? McapRejection.BadIndex
                    : _summary.AddPlace(new McapPlace(chunk.StartTime, chunk.EndTime, (long)chunk.Offset, (long)chunk.Length, true, chunk.MessageIndexOffsets));
            case McapOpcode.AttachmentIndex:
                rejection = McapAttachmentIndex.Parse(content, out McapAttachmentIndex attachment);
                rejection = rejection == McapRejection.None && !IsInside(attachment.Offset, attachment.Length, dataEnd) ? McapRejection.BadIndex : rejection;
                _summary.Attachments.Add(attachment);
                return rejection == McapRejection.None ? _summary.Claim(content.Length) : rejection;
            case McapOpcode.MetadataIndex:
                rejection = McapMetadataIndex.Parse(content, out McapMetadataIndex metadata);
                rejection = rejection == McapRejection.None && !IsInside(metadata.Offset, metadata.Length, dataEnd) ? McapRejection.BadIndex : rejection;
                _summary.Metadata.Add(metadata);
                return rejection == McapRejection.None ? _summary.Claim(content.Length) : rejection;
            default:
                return McapRejection.None;
        }
    }

    private bool IsInside(ulong offset, ulong length, long dataEnd) =>
        offset >= (ulong)dataStart && offset < (ulong)dataEnd && length >= McapFormat.RecordPrefixBytes && length <= (ulong)dataEnd - offset;

    /// <summary>Whether it leads to every message: statistics say how many chunks there are, and messages outside of chunks have no index.</summary>
    private bool IsSufficient() => !_lacksDefinitions
        && _summary.Statistics is { } statistics
        && statistics.ChunkCount == _summary.Places.Count
        && statistics.AttachmentCount == _summary.Attachments.Count
        && statistics.MetadataCount == _summary.Metadata.Count
        && (statistics.MessageCount == 0 || (statistics.ChunkCount > 0 && _summary.Channels.Count > 0));
}
