using System.Buffers.Binary;
using System.IO.Hashing;
using EdgeAI.Runtime.Mcap;
using ZstdSharp;

namespace EdgeAI.Tests.Runtime.Mcap;

/// <summary>Files that lie: each lie is named with its place, the rest of the file is read, and memory stays within the options.</summary>
public sealed class McapHostileTests
{
    [Theory]
    [InlineData("")]
    [InlineData("MCAP")]
    [InlineData("not an MCAP file, but long enough for one")]
    public void TryOpen_OtherFile_IsRejected(string text)
    {
        Assert.False(McapReader.TryOpen(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(text)), null, out McapReader? reader, out McapProblem problem));
        Assert.Null(reader);
        Assert.Equal(new McapProblem(McapRejection.NotMcap, 0), problem);
    }

    [Fact]
    public void TryOpen_NoHeader_IsRejected()
    {
        Assert.False(McapReader.TryOpen(new MemoryStream(McapFormat.Magic.ToArray()), null, out _, out McapProblem problem));
        Assert.Equal(new McapProblem(McapRejection.NoHeader, 8), problem);
    }

    [Theory]
    [InlineData(McapCompression.None)]
    [InlineData(McapCompression.Zstd)]
    [InlineData(McapCompression.Lz4)]
    public void Read_DamagedChunk_LeavesItOutAndReadsOn(McapCompression compression)
    {
        McapTestRecording recording = McapTestRecording.Random(1, compression);
        McapPlace[] chunks = Chunks(recording.Bytes);
        recording.Bytes[chunks[2].Offset + chunks[2].Length - 20]++;
        McapReader reader = McapTestRecording.Open(recording.Bytes);
        List<string> lines = McapTestRecording.Read(reader);
        Assert.True(lines.Count > 200 && lines.Count < recording.Messages.Count);
        Assert.Empty(lines.Except(recording.Lines));
        McapProblem problem = Assert.Single(reader.Problems.First);
        Assert.Equal(chunks[2].Offset, problem.Offset);
        Assert.True(problem.Rejection is McapRejection.ChunkCrcMismatch or McapRejection.BadCompression, problem.ToString());
    }

    [Fact]
    public void Read_DamagedSummary_ScansInstead()
    {
        McapTestRecording recording = McapTestRecording.Random(1, McapCompression.Zstd);
        recording.Bytes[^60]++;
        McapReader reader = McapTestRecording.Open(recording.Bytes);
        Assert.Equal(McapFileState.Scanned, reader.State);
        Assert.Equal(1, reader.Problems.Count(McapRejection.SummaryCrcMismatch));
        Assert.Equal(recording.Lines, McapTestRecording.Read(reader));
    }

    [Fact]
    public void Read_DamageOutsideChunksWithoutIndex_IsToldByTheDataChecksum()
    {
        byte[] bytes = McapTestRecording.Random(1, McapCompression.None).Bytes;
        McapPlace chunk = Chunks(bytes)[0];
        bytes[chunk.Offset + chunk.Length + 20]++;
        McapReader reader = McapTestRecording.Open(WithFooter(bytes, 0));
        Assert.Equal(McapFileState.Scanned, reader.State);
        Assert.Equal(1, reader.Problems.Count(McapRejection.DataCrcMismatch));
    }

    [Theory]
    [InlineData(ulong.MaxValue)]
    [InlineData(long.MaxValue)]
    [InlineData(7UL)]
    public void Read_SummaryOutsideTheFile_ScansInstead(ulong summaryStart)
    {
        McapTestRecording recording = McapTestRecording.Random(1, McapCompression.Lz4);
        McapReader reader = McapTestRecording.Open(WithFooter(recording.Bytes, summaryStart));
        Assert.Equal(McapFileState.Scanned, reader.State);
        Assert.Equal(1, reader.Problems.Count(McapRejection.BadIndex));
        Assert.Equal(recording.Lines, McapTestRecording.Read(reader));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(ulong.MaxValue)]
    [InlineData(ulong.MaxValue - 100)]
    [InlineData(1UL << 40)]
    public void Read_ChunkIndexOutsideTheFile_ScansInstead(ulong offset)
    {
        McapTestRecording recording = McapTestRecording.Random(1, McapCompression.Zstd);
        byte[] summary = Build(buffer => buffer.ChunkIndex(new McapChunkIndex(0, 9, offset, 100, [], 0, "", 1, 1)));
        McapReader reader = McapTestRecording.Open(WithSummary(recording.Bytes, summary));
        Assert.Equal(McapFileState.Scanned, reader.State);
        Assert.Equal(1, reader.Problems.Count(McapRejection.BadIndex));
        Assert.Equal(recording.Lines, McapTestRecording.Read(reader));
    }

    [Fact]
    public void Read_ChunkIndexAtSomethingElse_LeavesThatPlaceOut()
    {
        byte[] bytes = McapTestRecording.Random(1, McapCompression.Zstd).Bytes;
        byte[] summary = Build(buffer =>
        {
            buffer.Channel(new McapChannel(1, 0, "/a", "", new Dictionary<string, string>()));
            buffer.ChunkIndex(new McapChunkIndex(0, 9, (ulong)Chunks(bytes)[0].Offset + 1, 100, [], 0, "", 1, 1));
            buffer.Statistics(new McapStatistics(1, 0, 1, 0, 0, 1, 0, 9, []));
        });
        McapReader reader = McapTestRecording.Open(WithSummary(bytes, summary));
        Assert.Equal(McapFileState.Indexed, reader.State);
        Assert.Empty(McapTestRecording.Read(reader));
        Assert.Equal(1, reader.Problems.Count(McapRejection.BadIndex));
    }

    [Fact]
    public void Read_MoreIndexThanTheReaderTakes_IsToldAndWhatFitsIsRead()
    {
        McapTestRecording recording = McapTestRecording.Random(1, McapCompression.None, chunkBytes: 1024);
        McapReader reader = McapTestRecording.Open(recording.Bytes, new McapReaderOptions { MaximumSummaryBytes = 2 << 10 });
        List<string> lines = McapTestRecording.Read(reader);
        Assert.True(reader.Problems.Count(McapRejection.RecordTooLarge) > 0);
        Assert.InRange(lines.Count, 1, recording.Messages.Count - 1);
        Assert.Empty(lines.Except(recording.Lines));
    }

    [Fact]
    public void Read_ChunkThatClaimsMoreThanTheReaderTakes_IsLeftOutWithoutUnpacking()
    {
        byte[] bomb = FileOf(buffer => Chunk(buffer, 1UL << 40, 0, "zstd"u8, new byte[100]));
        McapReader reader = McapTestRecording.Open(bomb);
        Assert.Equal(1, reader.Problems.Count(McapRejection.ChunkTooLarge));
    }

    [Theory]
    [InlineData("zstd")]
    [InlineData("lz4")]
    public void Read_ChunkThatUnpacksToMoreThanItClaims_IsLeftOut(string compression)
    {
        byte[] zeros = new byte[8 << 20];
        byte[] packed = new byte[9 << 20];
        using Compressor zstd = new();
        int length = compression == "lz4" ? Lz4Frame.Compress(zeros, packed) : zstd.Wrap(zeros, packed);
        byte[] bomb = FileOf(buffer => Chunk(buffer, 1000, 0, System.Text.Encoding.UTF8.GetBytes(compression), packed.AsSpan(0, length)));
        AllocationMeter meter = AllocationMeter.Start();
        McapReader reader = McapTestRecording.Open(bomb);
        Assert.True(meter.Bytes < 1 << 20, $"{meter.Bytes} bytes for a bomb that claims 1000");
        Assert.Equal(1, reader.Problems.Count(McapRejection.BadCompression));
    }

    [Fact]
    public void Read_ManyOverlappingChunks_KeepsWithinTheMemoryAndSaysSo()
    {
        List<McapTestMessage> messages = [.. Enumerable.Range(0, 400).Select(static index => new McapTestMessage("/imu", (uint)index, index % 2 == 0 ? 1UL : 1_000_000UL, 0, new byte[500]))];
        McapTestRecording recording = McapTestRecording.Write(messages, new McapWriterOptions { ChunkBytes = 2048, Compression = McapCompression.None });
        McapReader reader = McapTestRecording.Open(recording.Bytes, new McapReaderOptions { MaximumOpenBytes = 20_000 });
        Assert.InRange(McapTestRecording.Read(reader).Count, 10, 100);
        Assert.True(reader.Problems.Count(McapRejection.TooManyOpenChunks) > 50);
    }

    [Fact]
    public void Read_NestedChunkAndMisplacedAndUnknownRecords_AreLeftOut()
    {
        byte[] inner = Build(buffer =>
        {
            Chunk(buffer, 0, 0, [], []);
            buffer.Metadata(new McapMetadata("a", new Dictionary<string, string>()));
            buffer.EndRecord(buffer.BeginRecord((McapOpcode)0x90));
            buffer.Channel(new McapChannel(3, 0, "/a", "", new Dictionary<string, string>()));
            buffer.Message(3, 1, 2, 3, [4]);
            buffer.Message(4, 1, 2, 3, [4]);
        });
        byte[] file = FileOf(buffer =>
        {
            buffer.EndRecord(buffer.BeginRecord((McapOpcode)0x7F));
            buffer.SummaryOffset(default);
            Chunk(buffer, (ulong)inner.Length, 0, [], inner);
        });
        McapReader reader = McapTestRecording.Open(file);
        Assert.Single(McapTestRecording.Read(reader));
        Assert.True(reader.Problems.Count(McapRejection.NestedChunk) > 0);
        Assert.Equal(2, reader.Problems.Count(McapRejection.MisplacedRecord));
        Assert.True(reader.Problems.Count(McapRejection.UnknownChannel) > 0);
    }

    [Fact]
    public void Read_ConflictingDefinitions_KeepsTheFirst()
    {
        byte[] file = FileOf(buffer =>
        {
            buffer.Schema(new McapSchema(1, "a", "b", [1]));
            buffer.Schema(new McapSchema(1, "a", "b", [1]));
            buffer.Schema(new McapSchema(1, "a", "b", [2]));
            buffer.Schema(new McapSchema(0, "a", "b", [2]));
            buffer.Channel(new McapChannel(1, 2, "/a", "", new Dictionary<string, string>()));
        });
        McapReader reader = McapTestRecording.Open(file);
        Assert.Equal([1], reader.Schemas[1].Data);
        Assert.Empty(reader.Channels);
        Assert.Equal(1, reader.Problems.Count(McapRejection.ConflictingDefinition));
        Assert.Equal(2, reader.Problems.Count(McapRejection.UnknownSchema));
    }

    [Fact]
    public void Read_RecordThatClaimsToBeHuge_IsTruncatedAndTakesNoMemory()
    {
        byte[] file = FileOf(buffer => buffer.PatchUInt64(buffer.BeginRecord(McapOpcode.Chunk) - sizeof(ulong), long.MaxValue), ends: false);
        AllocationMeter meter = AllocationMeter.Start();
        McapReader reader = McapTestRecording.Open(file);
        Assert.True(meter.Bytes < 1 << 20, $"{meter.Bytes} bytes");
        Assert.Equal(McapFileState.Truncated, reader.State);
        Assert.Equal(1, reader.Problems.Count(McapRejection.Truncated));
    }

    [Fact]
    public void Read_DamagedAttachment_IsRefused()
    {
        byte[] bytes = McapTestRecording.Random(1, McapCompression.Zstd).Bytes;
        int at = bytes.AsSpan().IndexOf("nothing"u8);
        bytes[at]++;
        McapReader reader = McapTestRecording.Open(bytes);
        Assert.False(reader.TryRead(reader.Attachments[0], out McapAttachment? attachment));
        Assert.Null(attachment);
        Assert.Equal(1, reader.Problems.Count(McapRejection.AttachmentCrcMismatch));
    }

    private static McapPlace[] Chunks(byte[] bytes)
    {
        List<McapPlace> chunks = [];
        McapRecordWalker walker = new(new McapFileBytes(new MemoryStream(bytes)), 1 << 20);
        walker.Begin(8, bytes.Length - 8);
        while (walker.Read())
        {
            if (walker.Opcode == McapOpcode.Chunk)
            {
                chunks.Add(new McapPlace(0, 0, walker.Offset, walker.Next - walker.Offset, true, []));
            }
        }

        return [.. chunks];
    }

    private static byte[] Build(Action<McapRecordBuffer> write)
    {
        McapRecordBuffer buffer = new(1024);
        write(buffer);
        return buffer.Written.ToArray();
    }

    private static void Chunk(McapRecordBuffer buffer, ulong uncompressedSize, uint crc, ReadOnlySpan<byte> compression, ReadOnlySpan<byte> records)
    {
        int begun = buffer.BeginRecord(McapOpcode.Chunk);
        buffer.UInt64(0);
        buffer.UInt64(0);
        buffer.UInt64(uncompressedSize);
        buffer.UInt32(crc);
        buffer.Bytes32(compression);
        buffer.UInt64((ulong)records.Length);
        buffer.Bytes(records);
        buffer.EndRecord(begun);
    }

    /// <summary>A file without summary around some records.</summary>
    private static byte[] FileOf(Action<McapRecordBuffer> write, bool ends = true) =>
    [
        .. McapFormat.Magic,
        .. Build(static buffer => buffer.Header(new McapHeader("", ""))),
        .. Build(write),
        .. ends ? Build(static buffer => buffer.DataEnd(0)) : [],
        .. ends ? Build(static buffer => buffer.Footer(0, 0)) : [],
        .. McapFormat.Magic,
    ];

    /// <summary>The file with another footer, whose checksum is not made.</summary>
    private static byte[] WithFooter(byte[] bytes, ulong summaryStart)
    {
        byte[] changed = [.. bytes];
        BinaryPrimitives.WriteUInt64LittleEndian(changed.AsSpan(changed.Length - 28), summaryStart);
        changed.AsSpan(changed.Length - 12, sizeof(uint)).Clear();
        return changed;
    }

    /// <summary>The file with another summary and a footer that fits it.</summary>
    private static byte[] WithSummary(byte[] bytes, byte[] summary)
    {
        int start = (int)BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(bytes.Length - 28));
        McapRecordBuffer buffer = new(1024);
        buffer.Bytes(summary);
        buffer.Footer((ulong)start, 0);
        Assert.Equal(Crc32.HashToUInt32(buffer.Written[..^4]), BinaryPrimitives.ReadUInt32LittleEndian(buffer.Written[^4..]));
        return [.. bytes[..start], .. buffer.Written, .. McapFormat.Magic];
    }
}
