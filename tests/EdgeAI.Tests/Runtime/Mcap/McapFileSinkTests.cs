using EdgeAI.Runtime.Mcap;
using EdgeAI.Runtime.Time;

namespace EdgeAI.Tests.Runtime.Mcap;

/// <summary>A robot records without waiting: what is given is written, or dropped by name.</summary>
public sealed class McapFileSinkTests : IDisposable
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(30);

    private readonly string _folder = Directory.CreateTempSubdirectory("edgeai-mcap-").FullName;
    private readonly VirtualClock _clock = new();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Write_Messages_AreInTheFileWithItsSummary()
    {
        using McapFileSink sink = Start(new McapFileSinkOptions { Path = PathOf("run.mcap"), Metadata = [new McapMetadata("robot", new Dictionary<string, string> { ["serial"] = "7" })] });
        ushort channel = sink.AddChannel("/imu", "cdr", sink.AddSchema("a/msg/B", "ros2msg", "int32 a"u8));
        for (uint sequence = 0; sequence < 1000; sequence++)
        {
            Assert.True(sink.Write(channel, sequence, sequence, sequence, BitConverter.GetBytes(sequence)));
        }

        Assert.True(sink.AddMetadata(new McapMetadata("ledger", new Dictionary<string, string> { ["dropped"] = "0" })));
        Assert.True(sink.AddAttachment(new McapAttachment(1, 0, "a.txt", "text/plain", [1])));
        sink.Dispose();
        Assert.Equal(new McapSinkLedger(1000, 1000, 0, 0, 0, 0, 0), sink.Ledger);
        Assert.Null(sink.Failure);
        McapReader reader = McapTestRecording.Open(File.ReadAllBytes(Assert.Single(sink.Paths)));
        Assert.Equal(McapFileState.Indexed, reader.State);
        Assert.Equal(1000, McapTestRecording.Read(reader).Count);
        Assert.Equal(["robot", "ledger"], reader.Metadata.Select(static metadata => metadata.Name));
        Assert.Equal("a.txt", Assert.Single(reader.Attachments).Name);
    }

    [Fact]
    public void Write_DiskStandsStill_DropsByNameAndNeverWaits()
    {
        FailingStream disk = new();
        using McapFileSink sink = Start(new McapFileSinkOptions { Path = "a", QueueChunks = 2, Writer = new() { ChunkBytes = 1024 } }, disk);
        ushort channel = sink.AddChannel("/imu", "cdr", 0);
        disk.Moves.Reset();
        for (uint sequence = 0; sequence < 1000; sequence++)
        {
            sink.Write(channel, sequence, sequence, sequence, new byte[100]);
        }

        McapSinkLedger ledger = sink.Ledger;
        Assert.True(ledger is { QueueFull: > 900, Written: 0, InFlight: > 10, IsBalanced: true }, ledger.ToString());
        disk.Moves.Set();
        Assert.True(sink.Flush(Bound));
        Assert.True(sink.Write(channel, 1000, 1000, 1000, [1]));
        sink.Dispose();
        ledger = sink.Ledger;
        Assert.True(ledger.IsBalanced && ledger.Written == 1001 - ledger.QueueFull, ledger.ToString());
        Assert.Equal(ledger.Written, McapTestRecording.Read(McapTestRecording.Open(disk.ToArray())).Count);
    }

    [Fact]
    public void Write_DiskFullForAWhile_LeavesAHoleAndAWholeFile()
    {
        FailingStream disk = new();
        using McapFileSink sink = Start(new McapFileSinkOptions { Path = "a" }, disk);
        ushort channel = sink.AddChannel("/imu", "cdr", 0);
        for (uint chunk = 0; chunk < 3; chunk++)
        {
            disk.IsFull = chunk == 1;
            for (uint message = 0; message < 10; message++)
            {
                Assert.True(sink.Write(channel, (10 * chunk) + message, (10 * chunk) + message, 0, new byte[20]));
            }

            Assert.True(sink.Flush(Bound));
        }

        sink.Dispose();
        Assert.Equal(new McapSinkLedger(30, 20, 0, 0, 10, 0, 0), sink.Ledger);
        Assert.Contains("No space left", sink.Failure, StringComparison.Ordinal);
        McapReader reader = McapTestRecording.Open(disk.ToArray());
        Assert.Equal(McapFileState.Indexed, reader.State);
        Assert.Equal(20UL, reader.Statistics.MessageCount);
        Assert.Equal(20, McapTestRecording.Read(reader).Count);
        Assert.Equal(0, reader.Problems.Total);
    }

    [Fact]
    public void Write_DiskFullWhileTheNextFileIsBegun_GoesOnInALaterOne()
    {
        File.WriteAllText(PathOf("run-0002.mcap"), "kept");
        bool full = false;
        McapFileSinkOptions options = new() { Path = PathOf("run.mcap"), RotateAfter = TimeSpan.FromMinutes(1) };
        using McapFileSink sink = new(options, _clock, path =>
        {
            File.WriteAllText(path, "", new System.Text.UTF8Encoding(false));
            return new FailingStream { IsFull = Volatile.Read(ref full) };
        });
        ushort channel = sink.AddChannel("/imu", "cdr", 0);
        for (uint chunk = 0; chunk < 4; chunk++)
        {
            Volatile.Write(ref full, chunk is 1 or 2);
            Assert.True(sink.Write(channel, chunk, chunk, 0, [1]));
            Assert.True(sink.Flush(Bound));
            _clock.Advance(TimeSpan.FromMinutes(1));
        }

        sink.Dispose();
        Assert.Equal(new McapSinkLedger(4, 2, 0, 0, 2, 0, 0), sink.Ledger);
        Assert.Equal([PathOf("run.mcap"), PathOf("run-0003.mcap")], sink.Paths);
        Assert.Equal(3, Directory.GetFiles(_folder).Length);
        Assert.Equal("kept", File.ReadAllText(PathOf("run-0002.mcap")));
    }

    [Fact]
    public void Write_ThreadMeetsADefect_EndsTheRecordingAndNotTheProcess()
    {
        FailingStream disk = new();
        using McapFileSink sink = Start(new McapFileSinkOptions { Path = "a" }, disk);
        ushort channel = sink.AddChannel("/imu", "cdr", 0);
        disk.Defect = new OverflowException("too much");
        Assert.True(sink.Write(channel, 0, 0, 0, [1]));
        Assert.True(sink.Flush(Bound));
        Assert.False(sink.Write(channel, 1, 1, 0, [1]));
        Assert.Equal(new McapSinkLedger(2, 0, 0, 0, 1, 1, 0), sink.Ledger);
        Assert.Contains("OverflowException: too much; given up: 1 messages", sink.Failure, StringComparison.Ordinal);
    }

    [Fact]
    public void Dispose_DiskStandsStill_GivesUpAndSaysWhat()
    {
        FailingStream disk = new();
        McapFileSink sink = Start(new McapFileSinkOptions { Path = "a", EndWithin = TimeSpan.FromMilliseconds(20) }, disk);
        ushort channel = sink.AddChannel("/imu", "cdr", 0);
        disk.Moves.Reset();
        Assert.True(sink.Write(channel, 0, 0, 0, [1]));
        sink.Dispose();
        disk.Moves.Set();
        Assert.Equal(new McapSinkLedger(1, 0, 0, 0, 1, 0, 0), sink.Ledger);
        Assert.Contains("given up: 1 messages", sink.Failure, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_TooLargeOrAfterTheEnd_IsDroppedByName()
    {
        using McapFileSink sink = Start(new McapFileSinkOptions { Path = "a", Writer = new() { ChunkBytes = 1024 } }, new FailingStream());
        ushort channel = sink.AddChannel("/imu", "cdr", 0);
        Assert.False(sink.Write(channel, 0, 0, 0, new byte[1000]));
        Assert.True(sink.Write(channel, 0, 0, 0, new byte[1024 - 31]));
        sink.Dispose();
        Assert.False(sink.Write(channel, 0, 0, 0, [1]));
        Assert.Equal(new McapSinkLedger(3, 1, 0, 1, 0, 1, 0), sink.Ledger);
        Assert.Throws<ArgumentOutOfRangeException>(() => sink.Write(9, 0, 0, 0, []));
    }

    [Fact]
    public void Write_ChunkThatBecomesOld_IsWrittenWithoutFurtherMessages()
    {
        using McapFileSink sink = Start(new McapFileSinkOptions { Path = PathOf("run.mcap"), FlushAfter = TimeSpan.FromMilliseconds(20) });
        ushort channel = sink.AddChannel("/imu", "cdr", 0);
        Assert.True(sink.Write(channel, 0, 0, 0, [1]));
        Assert.Equal(1, sink.Ledger.InFlight);
        _clock.Advance(TimeSpan.FromMilliseconds(20));
        Assert.True(SpinWait.SpinUntil(() => sink.Ledger.Written == 1, Bound));
        McapReader reader = McapTestRecording.Open(ReadShared(sink.Paths[0]));
        Assert.Equal(McapFileState.Truncated, reader.State);
        Assert.Single(McapTestRecording.Read(reader));
    }

    [Fact]
    public void Write_BeyondTheSizeOrAgeOfAFile_GoesOnInTheNext()
    {
        using McapFileSink sink = Start(new McapFileSinkOptions
        {
            Path = PathOf("run.mcap"),
            RotateBytes = 5000,
            RotateAfter = TimeSpan.FromMinutes(1),
            Writer = new() { ChunkBytes = 1024, Compression = McapCompression.None },
        });
        ushort channel = sink.AddChannel("/imu", "cdr", 0);
        for (uint sequence = 0; sequence < 100; sequence++)
        {
            while (!sink.Write(channel, sequence, sequence, 0, new byte[100]))
            {
                sink.Flush(Bound);
            }
        }

        Assert.True(sink.Flush(Bound));
        int bySize = sink.Paths.Count;
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.True(sink.Write(channel, 100, 100, 0, [1]));
        sink.Dispose();
        Assert.True(bySize >= 4);
        Assert.Equal(bySize + 1, sink.Paths.Count);
        Assert.Equal("run-0002.mcap", Path.GetFileName(sink.Paths[1]));
        uint next = 0;
        foreach (string path in sink.Paths)
        {
            Assert.True(new FileInfo(path).Length < 5000 + 1500);
            McapReader reader = McapTestRecording.Open(File.ReadAllBytes(path));
            Assert.Equal(McapFileState.Indexed, reader.State);
            using McapMessageCursor cursor = reader.ReadMessages();
            while (cursor.Read())
            {
                Assert.Equal(next++, cursor.Current.Sequence);
            }
        }

        Assert.Equal(101U, next);
    }

    [Fact]
    public void Write_BeyondTheIndexOfAFile_GoesOnInTheNextAndEachOpensByItsIndex()
    {
        // A chunk of one message on one channel takes 83 bytes of the index: 9 for the record, 74 for what it says.
        const int ChunksInAFile = 10;
        using McapFileSink sink = Start(new McapFileSinkOptions
        {
            Path = PathOf("run.mcap"),
            MaximumIndexBytes = ChunksInAFile * 83,
            Writer = new() { Compression = McapCompression.None },
        });
        ushort channel = sink.AddChannel("/imu", "cdr", 0);
        for (uint sequence = 0; sequence < 3 * ChunksInAFile; sequence++)
        {
            Assert.True(sink.Write(channel, sequence, sequence, 0, [1]));
            Assert.True(sink.Flush(Bound));
        }

        sink.Dispose();
        Assert.Equal(3, sink.Paths.Count);
        McapReaderOptions tight = new() { MaximumSummaryBytes = 2 * ChunksInAFile * 83 };
        Assert.All(sink.Paths, path =>
        {
            McapReader reader = McapTestRecording.Open(File.ReadAllBytes(path), tight);
            Assert.Equal((McapFileState.Indexed, ChunksInAFile), (reader.State, McapTestRecording.Read(reader).Count));
        });
    }

    [Fact]
    public void MaximumIndexBytes_ByDefault_IsHalfOfWhatAReaderTakes() =>
        Assert.Equal(new McapReaderOptions().MaximumSummaryBytes, 2 * new McapFileSinkOptions { Path = "a" }.MaximumIndexBytes);

    [Fact]
    public void Start_FileThatExists_IsRefused()
    {
        File.WriteAllText(PathOf("run.mcap"), "kept");
        Assert.Throws<IOException>(() => Start(new McapFileSinkOptions { Path = PathOf("run.mcap") }));
        Assert.Equal("kept", File.ReadAllText(PathOf("run.mcap")));
    }

    [Theory]
    [InlineData(McapCompression.None)]
    [InlineData(McapCompression.Zstd)]
    [InlineData(McapCompression.Lz4)]
    public void Write_Warm_AllocatesNothing(McapCompression compression)
    {
        using McapFileSink sink = Start(new McapFileSinkOptions { Path = PathOf("run.mcap"), Writer = new() { ChunkBytes = 4096, Compression = compression } });
        ushort channel = sink.AddChannel("/imu", "cdr", 0);
        byte[] data = new byte[100];
        uint sequence = 0;
        Assert.Equal(0, Allocation.Of(() => sink.Write(channel, sequence++, 1, 1, data), calls: 10_000, warmUpCalls: 2_000));
        sink.Dispose();
        Assert.True(sink.Ledger is { IsBalanced: true, InFlight: 0, Written: > 0 }, sink.Ledger.ToString());
    }

    private string PathOf(string name) => Path.Combine(_folder, name);

    private McapFileSink Start(McapFileSinkOptions options, Stream? disk = null) => disk is null ? new McapFileSink(options, _clock) : new McapFileSink(options, _clock, _ => disk);

    private static byte[] ReadShared(string path)
    {
        using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
