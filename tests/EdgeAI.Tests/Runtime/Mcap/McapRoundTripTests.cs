using EdgeAI.Runtime.Mcap;

namespace EdgeAI.Tests.Runtime.Mcap;

/// <summary>What is written is read: all of it, in the order of its times.</summary>
public sealed class McapRoundTripTests
{
    [Theory]
    [InlineData(McapCompression.None)]
    [InlineData(McapCompression.Zstd)]
    [InlineData(McapCompression.Lz4)]
    public void Read_RandomRecording_GivesEveryMessageInTheOrderOfTimes(McapCompression compression)
    {
        for (int seed = 0; seed < 20; seed++)
        {
            McapTestRecording recording = McapTestRecording.Random(seed, compression);
            McapReader reader = McapTestRecording.Open(recording.Bytes);
            Assert.Equal(recording.Lines, McapTestRecording.Read(reader));
            Assert.Equal(McapFileState.Indexed, reader.State);
            Assert.Equal("no problems", reader.Problems.ToString());
            Assert.Equal((ulong)recording.Messages.Count, reader.Statistics.MessageCount);
            Assert.True(reader.Statistics.ChunkCount > 3);
        }
    }
    [Fact]
    public void Read_BetweenTimesOfOneTopic_GivesThatPart()
    {
        McapTestRecording recording = McapTestRecording.Random(1, McapCompression.Zstd);
        McapReader reader = McapTestRecording.Open(recording.Bytes);
        IEnumerable<string> expected = recording.Messages
            .Where(static message => message.Topic == "/imu" && message.LogTime is >= 1_050_000 and <= 1_200_000)
            .OrderBy(static message => message.LogTime)
            .Select(static message => message.ToString());
        Assert.Equal(expected, McapTestRecording.Read(reader, 1_050_000, 1_200_000, static channel => channel.Topic == "/imu"));
    }

    [Fact]
    public void Read_MessagesOfOneTime_KeepTheOrderOfTheFile()
    {
        List<McapTestMessage> messages = [.. Enumerable.Range(0, 200).Select(static index => new McapTestMessage(index % 2 == 0 ? "/imu" : "/wrist", (uint)index, 9, 9, new byte[50]))];
        McapTestRecording recording = McapTestRecording.Write(messages, new McapWriterOptions { ChunkBytes = 1024 });
        Assert.Equal(messages.Select(static message => message.ToString()), McapTestRecording.Read(McapTestRecording.Open(recording.Bytes)));
    }

    [Fact]
    public void Read_DefinitionsAttachmentsAndMetadata_AreWhatWasWritten()
    {
        McapReader reader = McapTestRecording.Open(McapTestRecording.Random(1, McapCompression.Lz4).Bytes);
        Assert.Equal(new McapHeader("ros2", "EdgeAI"), reader.Header);
        Assert.Equal(new McapSchema(1, "test_msgs/msg/Bytes", "ros2msg", "uint8[] data"u8.ToArray()), reader.Schemas[1]);
        Assert.Equal(new McapChannel(2, 1, "/camera", "cdr", new Dictionary<string, string> { ["offered_qos_profiles"] = "" }), reader.Channels[2]);
        Assert.True(reader.TryRead(Assert.Single(reader.Attachments), out McapAttachment? attachment));
        Assert.Equal(("notes.txt", "text/plain", 5UL, 4UL), (attachment.Name, attachment.MediaType, attachment.LogTime, attachment.CreateTime));
        Assert.Equal("nothing"u8, attachment.Data);
        Assert.True(reader.TryRead(Assert.Single(reader.Metadata), out McapMetadata? metadata));
        Assert.Equal("7", metadata.Values["serial"]);
    }

    [Theory]
    [InlineData(McapCompression.None)]
    [InlineData(McapCompression.Zstd)]
    [InlineData(McapCompression.Lz4)]
    public void Read_FileCutAtAnyByte_GivesEverythingUpToTheLastWholeChunk(McapCompression compression)
    {
        McapTestRecording recording = McapTestRecording.Random(3, compression, count: 120, chunkBytes: 2048);
        HashSet<string> all = [.. recording.Lines];
        int before = 0;
        for (int length = 8 + 9 + 18; length < recording.Bytes.Length; length += 1 + (length % 3))
        {
            McapReader reader = McapTestRecording.Open(recording.Bytes[..length]);
            List<string> lines = McapTestRecording.Read(reader);
            Assert.Equal(McapFileState.Truncated, reader.State);
            Assert.True(reader.ReadableBytes <= length && all.IsSupersetOf(lines) && lines.Count >= before, $"cut at {length}: {lines.Count} messages after {before}");
            Assert.Equal((ulong)lines.Count, reader.Statistics.MessageCount);
            before = lines.Count;
        }

        Assert.Equal(all.Count, before);
    }

    [Fact]
    public void Write_ChannelThatWasNotAdded_Throws()
    {
        using McapWriter writer = new(new MemoryStream());
        Assert.Throws<ArgumentOutOfRangeException>(() => writer.Write(1, 0, 0, 0, [1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => writer.AddChannel("/a", "cdr", 3));
    }

    [Fact]
    public void Write_MessageLargerThanAChunk_ThrowsAndNamesTheMend()
    {
        using McapWriter writer = new(new MemoryStream(), new McapWriterOptions { ChunkBytes = 1024 });
        ushort channel = writer.AddChannel("/a", "cdr", 0);
        ArgumentException exception = Assert.Throws<ArgumentException>(() => writer.Write(channel, 0, 0, 0, new byte[1024]));
        Assert.Contains("raise ChunkBytes", exception.Message, StringComparison.Ordinal);
    }
}
