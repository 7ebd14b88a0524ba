using EdgeAI.Records;

namespace EdgeAI.Tests.Records;

public sealed class RobotBatchTests
{
    private const long VectorStamp = 1_795_000_000_123_456_789;

    private static readonly byte[] VectorFrame = [.. Enumerable.Range(1, 40).Select(value => (byte)value)];

    [Fact]
    public void Reader_GoldenBatch_YieldsWhatTheVectorSays()
    {
        Assert.Equal(RobotBatchRejection.None, RobotBatchReader.Open(Vectors.Read("robot-batch.bin"), out RobotBatchReader batch));
        Assert.Equal(7u, batch.Boot);
        Assert.Equal(9_000_000_000ul, batch.Number);
        Assert.Equal(3, batch.Count);

        Assert.True(batch.MoveNext());
        AssertEntry(batch.Current, RecordClass.Telemetry, VectorStamp, 1500, VectorFrame);
        Assert.True(batch.MoveNext());
        AssertEntry(batch.Current, RecordClass.Safety, VectorStamp + 1, -1, [0]);
        Assert.True(batch.MoveNext());
        AssertEntry(batch.Current, RecordClass.Bulk, -1, 1L << 62, [.. VectorFrame, .. VectorFrame, .. VectorFrame, .. VectorFrame, .. VectorFrame]);
        Assert.False(batch.MoveNext());
        Assert.False(batch.MoveNext());
    }

    [Fact]
    public void Writer_SameEntriesAsTheVector_WritesItsBytes()
    {
        RobotBatchWriter writer = new(1024);
        writer.Begin(1, 1);
        writer.TryAdd(RecordClass.Event, 1, 1, [1, 2, 3]);
        writer.Begin(7, 9_000_000_000);
        Assert.True(writer.TryAdd(RecordClass.Telemetry, VectorStamp, 1500, VectorFrame));
        Assert.True(writer.TryAdd(RecordClass.Safety, VectorStamp + 1, -1, [0]));
        Assert.True(writer.TryAdd(RecordClass.Bulk, -1, 1L << 62, [.. VectorFrame, .. VectorFrame, .. VectorFrame, .. VectorFrame, .. VectorFrame]));
        Assert.Equal(Vectors.Read("robot-batch.bin"), writer.Finish().ToArray());

        writer.Begin(0, 1);
        Assert.True(writer.TryAdd(RecordClass.Event, 0, 0, [1]));
        Assert.Equal(Vectors.Read("robot-batch-smallest.bin"), writer.Finish().ToArray());
    }

    [Theory]
    [InlineData("robot-batch-number-0.bin", RobotBatchRejection.InvalidNumber)]
    [InlineData("robot-batch-class-5.bin", RobotBatchRejection.UnknownClass)]
    [InlineData("robot-batch-version-2.bin", RobotBatchRejection.UnknownVersion)]
    [InlineData("gateway-batch.bin", RobotBatchRejection.WrongKind)]
    public void Reader_GoldenRejections_AreNamed(string vector, RobotBatchRejection expected)
    {
        Assert.Equal(expected, RobotBatchReader.Open(Vectors.Read(vector), out RobotBatchReader batch));
        Assert.False(batch.MoveNext());
    }

    [Fact]
    public void Reader_DamageAndLength_AreNamed()
    {
        byte[] valid = Vectors.Read("robot-batch.bin");
        Assert.Equal(RobotBatchRejection.TooShort, RobotBatchReader.Open(valid.AsSpan(0, 39), out _));
        Assert.Equal(RobotBatchRejection.TooShort, RobotBatchReader.Open([], out _));
        Assert.Equal(RobotBatchRejection.TooLong, RobotBatchReader.Open(new byte[RobotBatchWriter.MaximumLength + 1], out _));
        Assert.Equal(RobotBatchRejection.Checksum, RobotBatchReader.Open(valid.AsSpan(0, valid.Length - 1), out _));

        AssertSealed(valid, 2, 0, RobotBatchRejection.Empty);
        AssertSealed(valid, 2, 2, RobotBatchRejection.WrongLength);
        AssertSealed(valid, 2, 4, RobotBatchRejection.WrongLength);
        AssertSealed(valid, 16 + 17, 0, RobotBatchRejection.EmptyFrame);
        AssertSealed(valid, 16 + 18, 0xFF, RobotBatchRejection.WrongLength);
        AssertSealed(valid, 15, 0x80, RobotBatchRejection.InvalidNumber);
    }

    [Fact]
    public void Writer_Full_RefusesAndKeepsWhatItHas()
    {
        RobotBatchWriter writer = new(100);
        writer.Begin(1, 1);
        Assert.True(writer.TryAdd(RecordClass.Event, 1, 1, new byte[30]));
        Assert.False(writer.TryAdd(RecordClass.Event, 1, 1, new byte[13]));
        Assert.True(writer.TryAdd(RecordClass.Event, 1, 1, new byte[12]));
        Assert.Equal(100, writer.Length);
        ReadOnlyMemory<byte> payload = writer.Finish();
        Assert.Equal(100, payload.Length);
        Assert.Equal(RobotBatchRejection.None, RobotBatchReader.Open(payload.Span, out RobotBatchReader batch));
        Assert.Equal(2, batch.Count);
    }

    [Fact]
    public void Writer_Misused_Throws()
    {
        RobotBatchWriter writer = new(100);
        Assert.Throws<InvalidOperationException>(() => writer.TryAdd(RecordClass.Event, 1, 1, [1]));
        Assert.Throws<InvalidOperationException>(() => writer.Finish());
        Assert.Throws<ArgumentOutOfRangeException>(() => writer.Begin(1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => writer.Begin(1, 1ul << 63));
        writer.Begin(1, 1);
        Assert.Throws<InvalidOperationException>(() => writer.Finish());
        Assert.Throws<ArgumentException>(() => writer.TryAdd(RecordClass.Event, 1, 1, []));
        Assert.Throws<ArgumentException>(() => writer.TryAdd((RecordClass)5, 1, 1, [1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RobotBatchWriter(39));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RobotBatchWriter(RobotBatchWriter.MaximumLength + 1));
    }

    [Fact]
    public void Reader_MutatedBatches_AreRejectedWithoutThrowing()
    {
        byte[] valid = Vectors.Read("robot-batch.bin");
        Random random = new(20261123);
        for (int round = 0; round < 200_000; round++)
        {
            byte[] mutated = Vectors.Mutate(valid, random);
            if (RobotBatchReader.Open(mutated, out _) == RobotBatchRejection.None)
            {
                Assert.Equal(valid, mutated);
            }
        }
    }

    [Fact]
    public void Reader_MutatedBatchesWithRightChecksum_AreRejectedOrMeanOneThing()
    {
        byte[] valid = Vectors.Read("robot-batch.bin");
        Random random = new(42);
        RobotBatchWriter writer = new(4096);
        int accepted = 0;
        for (int round = 0; round < 200_000; round++)
        {
            byte[] mutated = Vectors.Mutate(valid, random);
            if (mutated.Length < Vectors.ChecksumLength)
            {
                continue;
            }

            Vectors.Seal(mutated);
            if (RobotBatchReader.Open(mutated, out RobotBatchReader batch) == RobotBatchRejection.None)
            {
                accepted++;
                writer.Begin(batch.Boot, batch.Number);
                while (batch.MoveNext())
                {
                    Assert.True(writer.TryAdd(batch.Current.Class, batch.Current.UtcNanoseconds, batch.Current.UncertaintyNanoseconds, batch.Current.Frame));
                }

                Assert.True(writer.Finish().Span.SequenceEqual(mutated));
            }
        }

        Assert.InRange(accepted, 1, 199_999);
    }

    [Fact]
    public void WriterAndReader_InTheSteadyState_AllocateNothing()
    {
        RobotBatchWriter writer = new(4096);
        long sum = RoundTrip(writer);
        AllocationMeter meter = AllocationMeter.Start();
        for (int round = 0; round < 100; round++)
        {
            sum += RoundTrip(writer);
        }

        Assert.Equal(0, meter.Bytes);
        Assert.Equal(101 * 10 * 40, sum);
    }

    private static long RoundTrip(RobotBatchWriter writer)
    {
        writer.Begin(1, 2);
        for (int index = 0; index < 10; index++)
        {
            writer.TryAdd(RecordClass.Telemetry, index, 0, VectorFrame);
        }

        _ = RobotBatchReader.Open(writer.Finish().Span, out RobotBatchReader batch);
        long bytes = 0;
        while (batch.MoveNext())
        {
            bytes += batch.Current.Frame.Length;
        }

        return bytes;
    }

    private static void AssertEntry(RobotBatchEntry entry, RecordClass recordClass, long stamp, long uncertainty, byte[] frame)
    {
        Assert.Equal(recordClass, entry.Class);
        Assert.Equal(stamp, entry.UtcNanoseconds);
        Assert.Equal(uncertainty, entry.UncertaintyNanoseconds);
        Assert.Equal(frame, entry.Frame.ToArray());
    }

    private static void AssertSealed(byte[] valid, int offset, byte value, RobotBatchRejection expected)
    {
        byte[] changed = (byte[])valid.Clone();
        changed[offset] = value;
        Vectors.Seal(changed);
        Assert.Equal(expected, RobotBatchReader.Open(changed, out _));
    }
}
