using EdgeAI.Runtime.Mcap;

namespace EdgeAI.Tests.Runtime.Mcap;

/// <summary>Recordings of random messages, written and read back.</summary>
internal sealed class McapTestRecording
{
    private static readonly string[] Topics = ["/imu", "/camera", "/wrist"];

    private McapTestRecording(byte[] bytes, List<McapTestMessage> messages)
    {
        Bytes = bytes;
        Messages = messages;
    }

    /// <summary>The file.</summary>
    public byte[] Bytes { get; }

    /// <summary>What was written, in the order of writing.</summary>
    public IReadOnlyList<McapTestMessage> Messages { get; }

    /// <summary>What was written, as lines in the order of the log times.</summary>
    public IEnumerable<string> Lines => Messages.OrderBy(static message => message.LogTime).Select(static message => message.ToString());

    /// <summary>Random messages, some late by less and some by more than a chunk, no two of one time.</summary>
    public static List<McapTestMessage> RandomMessages(Random random, int count, int maximumBytes)
    {
        List<McapTestMessage> messages = [];
        HashSet<ulong> times = [];
        for (int index = 0; index < count; index++)
        {
            ulong time = (ulong)(1_000_000 + (1000 * index) - (random.Next(10) == 0 ? random.Next(500_000) : 0));
            while (!times.Add(time))
            {
                time++;
            }

            byte[] data = new byte[random.Next(maximumBytes)];
            random.NextBytes(data.AsSpan(0, random.Next(data.Length + 1)));
            messages.Add(new McapTestMessage(Topics[random.Next(Topics.Length)], (uint)index, time, time + (ulong)random.Next(50), data));
        }

        return messages;
    }

    /// <summary>Writes messages with a schema, a channel a topic, metadata and an attachment.</summary>
    public static McapTestRecording Write(List<McapTestMessage> messages, McapWriterOptions options)
    {
        using MemoryStream stream = new();
        using (McapWriter writer = new(stream, options))
        {
            ushort schema = writer.AddSchema("test_msgs/msg/Bytes", "ros2msg", "uint8[] data"u8);
            Dictionary<string, ushort> channels = Topics.ToDictionary(
                static topic => topic,
                topic => writer.AddChannel(topic, "cdr", schema, new Dictionary<string, string> { ["offered_qos_profiles"] = "" }));
            writer.AddMetadata(new McapMetadata("robot", new Dictionary<string, string> { ["serial"] = "7" }));
            writer.AddAttachment(new McapAttachment(5, 4, "notes.txt", "text/plain", "nothing"u8.ToArray()));
            foreach (McapTestMessage message in messages)
            {
                writer.Write(channels[message.Topic], message.Sequence, message.LogTime, message.PublishTime, message.Data);
            }
        }

        return new McapTestRecording(stream.ToArray(), messages);
    }

    public static McapTestRecording Random(int seed, McapCompression compression, int count = 300, int chunkBytes = 4096) =>
        Write(RandomMessages(new Random(seed), count, 200), new McapWriterOptions { Compression = compression, ChunkBytes = chunkBytes });

    /// <summary>Opens a file that is one.</summary>
    public static McapReader Open(byte[] bytes, McapReaderOptions? options = null)
    {
        Assert.True(McapReader.TryOpen(new MemoryStream(bytes), options, out McapReader? reader, out McapProblem problem), problem.ToString());
        return reader;
    }

    /// <summary>Every message as a line, in the reader's order.</summary>
    public static List<string> Read(McapReader reader, ulong startTime = 0, ulong endTime = ulong.MaxValue, Func<McapChannel, bool>? include = null)
    {
        List<string> lines = [];
        using McapMessageCursor cursor = reader.ReadMessages(startTime, endTime, include);
        while (cursor.Read())
        {
            McapMessage message = cursor.Current;
            lines.Add(new McapTestMessage(reader.Channels[message.ChannelId].Topic, message.Sequence, message.LogTime, message.PublishTime, message.Data.ToArray()).ToString());
        }

        return lines;
    }
}
