using EdgeAI.Records;
using EdgeAI.Tests.Gateway;

namespace EdgeAI.Tests.City;

/// <summary>Gateway batches, as gateways write them.</summary>
internal static class CityBatches
{
    public const long Epoch = 7;
    public const string Site = "hall";

    // 2026-11-30T12:00:00.123456789Z.
    public const long Noon = 1_796_040_000_123_456_789;

    public static string TopicOf(string gateway) => Topics.GatewayRecords(Site, gateway);

    /// <summary>A batch of frames with the sequences given, each received a second after the one before.</summary>
    public static byte[] Frames(string gateway, IEnumerable<long> sequences, int frameLength = 100, long received = Noon, int compression = 0, string robot = "robot-1", byte content = 0)
        => Of(gateway, compression, sequences.Select(sequence => new SampleRecord
        {
            Sequence = sequence,
            Received = received + (sequence * 1_000_000_000),
            Robot = robot,
            Frame = RawFrames.Make(3, 5, sequence, frameLength, flags: content),
        }));

    /// <summary>A batch of records.</summary>
    public static byte[] Of(string gateway, int compression, IEnumerable<SampleRecord> records, long epoch = Epoch)
    {
        using GatewayBatchWriter writer = new(gateway, epoch, GatewayBatchWriter.MaximumLength, compression);
        foreach (SampleRecord record in records)
        {
            Assert.True(writer.TryAdd(record.Sealed()));
        }

        return writer.Finish().ToArray();
    }

    public static IEnumerable<long> From(long first, int count) => Enumerable.Range(0, count).Select(index => first + index);
}
