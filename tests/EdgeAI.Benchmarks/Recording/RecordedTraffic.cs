namespace EdgeAI.Benchmarks.Recording;

/// <summary>
/// Ten seconds of a robot, made up with a fixed seed: readings whose every other four bytes are zero, as in numbers that need less than their type holds, and
/// images that are half dark; the rest are slow waves with three bits of noise.
/// </summary>
internal sealed class RecordedTraffic
{
    /// <summary>640 x 480 grey values.</summary>
    public const int ImageBytes = 640 * 480;

    private const int Seconds = 10;
    private static readonly int[] Rates = [1000, 500, 200, 30];
    private static readonly int[] Sizes = [84, 184, 324, ImageBytes];

    private readonly byte[][][] _data;
    private readonly (int Topic, int Index, ulong Time)[] _messages;

    /// <summary>Makes the messages, in the order of their times.</summary>
    public RecordedTraffic()
    {
        Random random = new(6);
        _data = [.. Rates.Select((rate, topic) => Enumerable.Range(0, Math.Min(rate, 60)).Select(index => Make(random, Sizes[topic], index)).ToArray())];
        _messages = [.. Rates.SelectMany(static (rate, topic) => Enumerable.Range(0, rate * Seconds).Select(index => (topic, index, (ulong)(index * 1_000_000_000L / rate)))).OrderBy(static message => message.Item3)];
        Bytes = _messages.Sum(static message => (long)Sizes[message.Topic]);
    }

    /// <summary>The topics, by number.</summary>
    public static IReadOnlyList<string> Topics { get; } = ["/torque", "/tactile", "/imu", "/camera"];

    /// <summary>How many messages there are.</summary>
    public int Count => _messages.Length;

    /// <summary>How much they hold, in bytes.</summary>
    public long Bytes { get; }

    /// <summary>The number of a message's topic.</summary>
    public int Topic(int message) => _messages[message].Topic;

    /// <summary>A message's time, in nanoseconds.</summary>
    public ulong Time(int message) => _messages[message].Time;

    /// <summary>What a message holds.</summary>
    public ReadOnlySpan<byte> Data(int message)
    {
        byte[][] ofTopic = _data[_messages[message].Topic];
        return ofTopic[_messages[message].Index % ofTopic.Length];
    }

    private static byte[] Make(Random random, int size, int index)
    {
        byte[] data = new byte[size];
        for (int place = 0; place < size; place++)
        {
            bool isFlat = size == ImageBytes ? place < size / 2 : place % 8 < 4;
            data[place] = isFlat ? (byte)0 : (byte)(100 + (60 * Math.Sin((place * 0.01) + (index * 0.1))) + random.Next(8));
        }

        return data;
    }
}
