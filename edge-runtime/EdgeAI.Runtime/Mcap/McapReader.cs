using System.Diagnostics.CodeAnalysis;

namespace EdgeAI.Runtime.Mcap;

/// <summary>
/// Reads an MCAP file, whole, cut off or hostile: no bytes make it throw, hang or take more memory than its options say. What cannot be read is
/// left out and counted in <see cref="Problems"/>. One thread at a time; the stream stays the caller's.
/// </summary>
public sealed class McapReader
{
    private readonly McapSummary _summary;

    private McapReader(McapFileBytes file, McapReaderOptions options, McapHeader header, McapProblems problems, long dataStart)
    {
        File = file;
        Options = options;
        Header = header;
        Problems = problems;
        ReadableBytes = file.Length;
        McapSummaryLoader loader = new(file, options, dataStart);
        bool hasEnd = loader.TryReadEnd();
        McapProblem problem = default;
        if (hasEnd && loader.Load(out problem) is { } summary)
        {
            _summary = summary;
            return;
        }

        if (problem.Rejection != McapRejection.None)
        {
            Report(problem.Rejection, problem.Offset);
        }

        McapScan scan = new(file, options, problems);
        _summary = scan.Run(dataStart);
        State = hasEnd && scan.FoundDataEnd ? McapFileState.Scanned : McapFileState.Truncated;
        ReadableBytes = State == McapFileState.Scanned ? file.Length : scan.ReadableBytes;
    }

    /// <summary>The file's header.</summary>
    public McapHeader Header { get; }

    /// <summary>How whole the file is.</summary>
    public McapFileState State { get; } = McapFileState.Indexed;

    /// <summary>Up to where the file could be read, in bytes: its length, unless it is truncated.</summary>
    public long ReadableBytes { get; }

    /// <summary>What was rejected so far; reading messages adds to it.</summary>
    public McapProblems Problems { get; }

    /// <summary>The schemas, by number.</summary>
    public IReadOnlyDictionary<ushort, McapSchema> Schemas => _summary.Schemas;

    /// <summary>The channels, by number.</summary>
    public IReadOnlyDictionary<ushort, McapChannel> Channels => _summary.Channels;

    /// <summary>How much the file holds: what it says itself if it is indexed, what was found otherwise.</summary>
    public McapStatistics Statistics => _summary.Statistics!;

    /// <summary>Where the attachments are.</summary>
    public IReadOnlyList<McapAttachmentIndex> Attachments => _summary.Attachments;

    /// <summary>Where the metadata records are.</summary>
    public IReadOnlyList<McapMetadataIndex> Metadata => _summary.Metadata;

    internal McapFileBytes File { get; }

    internal McapReaderOptions Options { get; }

    /// <summary>Opens a file.</summary>
    /// <param name="stream">The file, which has to be seekable.</param>
    /// <param name="options">What to take from it.</param>
    /// <param name="reader">The reader.</param>
    /// <param name="problem">Why it is no MCAP file: not its magic bytes, or no header.</param>
    public static bool TryOpen(Stream stream, McapReaderOptions? options, [NotNullWhen(true)] out McapReader? reader, out McapProblem problem)
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (!stream.CanSeek)
        {
            throw new ArgumentException("an MCAP file is read by its index, so its stream has to be seekable", nameof(stream));
        }

        options ??= new McapReaderOptions();
        options.Validate();
        reader = null;
        McapFileBytes file = new(stream);
        Span<byte> magic = stackalloc byte[8];
        if (!file.TryRead(0, magic) || !magic.SequenceEqual(McapFormat.Magic))
        {
            problem = new McapProblem(McapRejection.NotMcap, 0);
            return false;
        }

        McapRecordWalker walker = new(file, options.MaximumSummaryBytes);
        walker.Begin(magic.Length, file.Length);
        if (!walker.Read() || walker.Opcode != McapOpcode.Header || walker.Load(out ReadOnlySpan<byte> content) != McapRejection.None
            || McapHeader.Parse(content, out McapHeader header) != McapRejection.None)
        {
            problem = new McapProblem(McapRejection.NoHeader, magic.Length);
            return false;
        }

        problem = default;
        reader = new McapReader(file, options, header, new McapProblems(), walker.Next);
        return true;
    }

    /// <summary>Goes over messages in the order of their log times.</summary>
    /// <param name="startTime">The earliest log time wanted, in nanoseconds of the recording's epoch.</param>
    /// <param name="endTime">The latest log time wanted.</param>
    /// <param name="include">Which channels are wanted; all of them if this is null.</param>
    public McapMessageCursor ReadMessages(ulong startTime = 0, ulong endTime = ulong.MaxValue, Func<McapChannel, bool>? include = null)
    {
        bool[] wanted = new bool[ushort.MaxValue + 1];
        foreach (McapChannel channel in Channels.Values)
        {
            wanted[channel.Id] = include?.Invoke(channel) ?? true;
        }

        McapPlace[] places =
        [
            .. _summary.Places
                .Where(place => place.EndTime >= startTime && place.StartTime <= endTime)
                .Where(place => place.Channels.Count == 0 || place.Channels.Any(channel => wanted[channel.Key]))
                .OrderBy(static place => place.StartTime)
                .ThenBy(static place => place.Offset),
        ];
        return new McapMessageCursor(this, places, startTime, endTime, wanted);
    }

    /// <summary>Reads an attachment; false if it cannot be read or differs from its checksum, which is then among the problems.</summary>
    public bool TryRead(McapAttachmentIndex index, [NotNullWhen(true)] out McapAttachment? attachment)
    {
        ArgumentNullException.ThrowIfNull(index);
        attachment = null;
        McapRejection rejection = Load((long)index.Offset, (long)index.Length, McapOpcode.Attachment, out ReadOnlySpan<byte> content);
        rejection = rejection == McapRejection.None ? McapAttachment.Parse(content, out attachment) : rejection;
        return Accept(rejection, (long)index.Offset, ref attachment);
    }

    /// <summary>Reads metadata; false if it cannot be read, which is then among the problems.</summary>
    public bool TryRead(McapMetadataIndex index, [NotNullWhen(true)] out McapMetadata? metadata)
    {
        ArgumentNullException.ThrowIfNull(index);
        metadata = null;
        McapRejection rejection = Load((long)index.Offset, (long)index.Length, McapOpcode.Metadata, out ReadOnlySpan<byte> content);
        rejection = rejection == McapRejection.None ? McapMetadata.Parse(content, out metadata) : rejection;
        return Accept(rejection, (long)index.Offset, ref metadata);
    }

    internal void Report(McapRejection rejection, long offset) => Problems.Add(rejection, offset);

    private McapRejection Load(long offset, long length, McapOpcode opcode, out ReadOnlySpan<byte> content)
    {
        content = default;
        McapRecordWalker walker = new(File, Options.MaximumRecordBytes);
        walker.Begin(offset, offset + length);
        return walker.Read() && walker.Opcode == opcode && walker.Next == offset + length ? walker.Load(out content) : McapRejection.BadIndex;
    }

    private bool Accept<T>(McapRejection rejection, long offset, [NotNullWhen(true)] ref T? record)
        where T : class
    {
        if (rejection == McapRejection.None)
        {
            return record is not null;
        }

        Report(rejection, offset);
        record = null;
        return false;
    }
}
