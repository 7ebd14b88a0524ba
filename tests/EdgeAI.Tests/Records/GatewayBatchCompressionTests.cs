using EdgeAI.Records;

namespace EdgeAI.Tests.Records;

public sealed class GatewayBatchCompressionTests
{
    private const long Stamp = 1_795_000_000_123_456_789;

    [Fact]
    public void Reader_GoldenCompressedBatch_YieldsItsRecords()
    {
        Assert.Equal(GatewayBatchRejection.None, GatewayBatchReader.Open(Vectors.Read("gateway-batch-zstd.bin"), out GatewayBatchReader batch));
        Assert.True(batch.IsCompressed);
        Assert.True(batch.IsBacklog);
        Assert.Equal(41, batch.Count);
        int read = 0;
        for (; batch.MoveNext(); read++)
        {
            Assert.Equal(read < 40 ? 70 + read : 200, batch.Current.Sequence);
            Assert.Equal(read < 40 ? read + 1 : 5000, batch.Current.Frame.Length);
        }

        Assert.Equal(41, read);
    }

    [Fact]
    public void Writer_CompressibleRecords_TravelSmallerAndReadBackTheSame()
    {
        using GatewayBatchWriter writer = new("gateway-1", 9, 256 << 10, compressionLevel: 1);
        for (int round = 0; round < 3; round++)
        {
            writer.Begin(backlog: round == 1);
            int added = Fill(writer, new Random(1), length: 200, randomPart: 20);
            ReadOnlySpan<byte> batch = writer.Finish().Span;
            Assert.InRange(batch.Length, 1, writer.RecordsLength / 3);
            AssertHolds(batch, added, 200, 20, seed: 1, compressed: true);
            AssertHolds(writer.Finish().Span, added, 200, 20, seed: 1, compressed: true);
        }
    }

    [Fact]
    public void Writer_RecordsThatDoNotShrink_TravelAsTheyAre()
    {
        using GatewayBatchWriter writer = new("gateway-1", 9, 64 << 10, compressionLevel: 1);
        int added = Fill(writer, new Random(1), length: 500, randomPart: 500, maximum: 1);
        AssertHolds(writer.Finish().Span, added, 500, 500, seed: 1, compressed: false);
    }

    [Theory]
    [InlineData(0, 2_500_000, 4 << 20)]
    [InlineData(100, 900_000, 2_500_000)]
    [InlineData(2000, 800_000, 1 << 20)]
    public void Writer_UpToFourMebibytes_StaysWithinOneAsItTravels(int randomPart, int least, int most)
    {
        using GatewayBatchWriter writer = new("gateway-1", 9, GatewayBatchWriter.MaximumRecordsLength, compressionLevel: 1);
        int added = Fill(writer, new Random(3), length: Math.Max(200, randomPart), randomPart);
        Assert.InRange(writer.RecordsLength, least, most);
        ReadOnlySpan<byte> batch = writer.Finish().Span;
        Assert.InRange(batch.Length, 1, GatewayBatchWriter.MaximumLength);
        AssertHolds(batch, added, Math.Max(200, randomPart), randomPart, seed: 3, compressed: batch.Length < writer.RecordsLength);
    }

    [Fact]
    public void Writer_FewBytesInManyForms_NeverGivesABatchThatAReaderRejects()
    {
        using GatewayBatchWriter writer = new("g", 9, 4096, compressionLevel: 19);
        for (int length = 1; length < 2000; length += 7)
        {
            writer.Begin();
            Assert.True(TryAdd(writer, 1, new byte[length]));
            Assert.Equal(GatewayBatchRejection.None, GatewayBatchReader.Open(writer.Finish().Span, out GatewayBatchReader batch));
            Assert.True(batch.MoveNext());
            Assert.Equal(length, batch.Current.Frame.Length);
        }
    }

    [Fact]
    public void WriterAndReader_CompressedInTheSteadyState_AllocateNothing()
    {
        using GatewayBatchWriter writer = new("gateway-1", 9, 64 << 10, compressionLevel: 1);
        using RecordDecompressor decompressor = new();
        byte[] frame = new byte[200];
        long read = 0;
        long bytes = Allocation.Of(
            () =>
            {
                writer.Begin();
                for (int sequence = 1; sequence <= 100; sequence++)
                {
                    TryAdd(writer, sequence, frame);
                }

                _ = GatewayBatchReader.Open(writer.Finish().Span, decompressor, out GatewayBatchReader batch);
                while (batch.MoveNext())
                {
                    read++;
                }
            },
            calls: 50);
        Assert.Equal(0, bytes);
        Assert.Equal(100 * 100, read);
    }

    private static int Fill(GatewayBatchWriter writer, Random random, int length, int randomPart, int maximum = int.MaxValue)
    {
        byte[] frame = new byte[length];
        int added = 0;
        do
        {
            random.NextBytes(frame.AsSpan(0, randomPart));
        }
        while (added < maximum && TryAdd(writer, added + 1, frame) && ++added > 0);
        return added;
    }

    private static bool TryAdd(GatewayBatchWriter writer, long sequence, byte[] frame)
    {
        GatewayRecord record = new()
        {
            Sequence = sequence,
            Class = RecordClass.Bulk,
            ReceivedUtcNanoseconds = Stamp,
            UtcNanoseconds = Stamp,
            UncertaintyNanoseconds = 1,
            RobotBoot = 1,
            Robot = "robot-1"u8,
            Frame = frame,
        };
        return writer.TryAdd(record with { Checksum = record.ComputeChecksum() });
    }

    private static void AssertHolds(ReadOnlySpan<byte> payload, int records, int length, int randomPart, int seed, bool compressed)
    {
        Assert.Equal(GatewayBatchRejection.None, GatewayBatchReader.Open(payload, out GatewayBatchReader batch));
        Assert.Equal(compressed, batch.IsCompressed);
        Assert.Equal(records, batch.Count);
        Random random = new(seed);
        byte[] expected = new byte[length];
        while (batch.MoveNext())
        {
            random.NextBytes(expected.AsSpan(0, randomPart));
            Assert.True(batch.Current.Frame.SequenceEqual(expected));
        }
    }
}
