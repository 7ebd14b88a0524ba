using EdgeAI.Records;

namespace EdgeAI.Tests.Records;

/// <summary>Mutated batches of every kind: none throws, hangs or grows, and what is accepted is whole.</summary>
public sealed class GatewayBatchFuzzTests
{
    [Theory]
    [InlineData("gateway-batch.bin", 200_000)]
    [InlineData("gateway-batch-kinds.bin", 100_000)]
    [InlineData("gateway-batch-zstd.bin", 20_000)]
    public void Reader_MutatedBatches_AreRejectedWithoutThrowing(string vector, int rounds)
    {
        byte[] valid = Vectors.Read(vector);
        Random random = new(20261123);
        for (int round = 0; round < rounds; round++)
        {
            byte[] mutated = Vectors.Mutate(valid, random);
            if (GatewayBatchReader.Open(mutated, out _) == GatewayBatchRejection.None)
            {
                Assert.Equal(valid, mutated);
            }
        }
    }

    [Theory]
    [InlineData("gateway-batch.bin", 200_000)]
    [InlineData("gateway-batch-kinds.bin", 100_000)]
    [InlineData("gateway-batch-zstd.bin", 20_000)]
    public void Reader_MutatedBatchesWithRightChecksum_KeepTheirRecordsWhole(string vector, int rounds)
    {
        byte[] valid = Vectors.Read(vector);
        Random random = new(43);
        using RecordDecompressor decompressor = new();
        int accepted = 0;
        for (int round = 0; round < rounds; round++)
        {
            byte[] mutated = Vectors.Mutate(valid, random);
            if (mutated.Length < Vectors.ChecksumLength)
            {
                continue;
            }

            Vectors.Seal(mutated);
            if (GatewayBatchReader.Open(mutated, decompressor, out GatewayBatchReader batch) == GatewayBatchRejection.None)
            {
                accepted++;
                using GatewayBatchWriter writer = new(batch.GatewayName, batch.Epoch, 64 << 10);
                writer.Begin(batch.IsBacklog);
                while (batch.MoveNext())
                {
                    Assert.True(batch.Current.IsIntact);
                    Assert.True(writer.TryAdd(batch.Current));
                }

                Assert.True(batch.IsCompressed || writer.Finish().Span.SequenceEqual(mutated));
            }
        }

        Assert.InRange(accepted, 1, rounds - 1);
    }

    [Fact]
    public void Reader_CompressedSectionOfAnyBytes_IsRejectedWithoutThrowing()
    {
        Random random = new(7);
        using RecordDecompressor decompressor = new();
        byte[] valid = Vectors.Read("gateway-batch-zstd.bin");
        for (int round = 0; round < 20_000; round++)
        {
            byte[] mutated = (byte[])valid.Clone();

            // Behind the frame's magic number and header, so that the decoder itself meets the noise.
            random.NextBytes(mutated.AsSpan(41 + 9, random.Next(1, 200)));
            Vectors.Seal(mutated);
            Assert.NotEqual(GatewayBatchRejection.None, GatewayBatchReader.Open(mutated, decompressor, out _));
        }
    }
}
