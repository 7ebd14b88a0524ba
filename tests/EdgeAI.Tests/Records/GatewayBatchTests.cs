using EdgeAI.Records;

namespace EdgeAI.Tests.Records;

public sealed class GatewayBatchTests
{
    private const long Epoch = 0x1122334455667788;
    private const long Stamp = 1_795_000_000_123_456_789;

    private static readonly byte[] Frame = [.. Enumerable.Range(1, 40).Select(value => (byte)value)];

    [Fact]
    public void Reader_GoldenBatch_YieldsWhatTheVectorSays()
    {
        Assert.Equal(GatewayBatchRejection.None, GatewayBatchReader.Open(Vectors.Read("gateway-batch.bin"), out GatewayBatchReader batch));
        Assert.Equal("gateway-1", batch.GatewayName);
        Assert.Equal(Epoch, batch.Epoch);
        Assert.Equal(41, batch.FirstSequence);
        Assert.Equal(2, batch.Count);
        Assert.Equal(AlgorithmSuite.None, batch.Suite);

        Assert.True(batch.MoveNext());
        GatewayRecord first = batch.Current;
        Assert.Equal(41, first.Sequence);
        Assert.Equal(RecordClass.Telemetry, first.Class);
        Assert.Equal(Stamp + 10, first.ReceivedUtcNanoseconds);
        Assert.Equal(Stamp, first.UtcNanoseconds);
        Assert.Equal(1500, first.UncertaintyNanoseconds);
        Assert.Equal(7u, first.RobotBoot);
        Assert.Equal("robot-1", first.RobotName);
        Assert.Equal(Frame, first.Frame.ToArray());
        Assert.True(first.IsIntact);

        Assert.True(batch.MoveNext());
        Assert.Equal(43, batch.Current.Sequence);
        Assert.Equal(RecordClass.Event, batch.Current.Class);
        Assert.Equal("r", batch.Current.RobotName);
        Assert.False(batch.MoveNext());
    }

    [Fact]
    public void Writer_SameRecordsAsTheVector_WritesItsBytes()
    {
        GatewayBatchWriter writer = new("gateway-1", Epoch, 1024);
        Assert.True(writer.TryAdd(Sealed(1, RecordClass.Bulk, "robot-1", 3, Frame)));
        writer.Begin();
        Assert.True(writer.TryAdd(Sealed(41, RecordClass.Telemetry, "robot-1", 7, Frame)));
        GatewayRecord second = Sealed(43, RecordClass.Event, "r", 0, [0xFF], Stamp + 1, -1);
        Assert.True(writer.TryAdd(second));
        Assert.Equal(Vectors.Read("gateway-batch.bin"), writer.Finish().ToArray());
    }

    [Theory]
    [InlineData("gateway-batch-suite-9.bin", GatewayBatchRejection.UnknownSuite)]
    [InlineData("gateway-batch-flags-4.bin", GatewayBatchRejection.UnknownFlags)]
    [InlineData("gateway-batch-zstd-none.bin", GatewayBatchRejection.InvalidCompression)]
    [InlineData("gateway-batch-zstd-length.bin", GatewayBatchRejection.InvalidCompression)]
    [InlineData("gateway-batch-zstd-4-mib.bin", GatewayBatchRejection.InvalidCompression)]
    [InlineData("gateway-batch-zstd-two-frames.bin", GatewayBatchRejection.InvalidCompression)]
    [InlineData("gateway-batch-zstd-damaged.bin", GatewayBatchRejection.InvalidCompression)]
    [InlineData("gateway-batch-kind-9.bin", GatewayBatchRejection.UnknownRecordKind)]
    [InlineData("gateway-batch-handling-32.bin", GatewayBatchRejection.UnknownHandling)]
    [InlineData("gateway-batch-revision-0.bin", GatewayBatchRejection.InvalidPolicy)]
    [InlineData("gateway-batch-loss-reason-6.bin", GatewayBatchRejection.InvalidBody)]
    [InlineData("gateway-batch-loss-count.bin", GatewayBatchRejection.InvalidBody)]
    [InlineData("gateway-batch-loss-short.bin", GatewayBatchRejection.InvalidBody)]
    [InlineData("gateway-batch-withheld-rule-0.bin", GatewayBatchRejection.InvalidBody)]
    [InlineData("gateway-batch-withheld-robot.bin", GatewayBatchRejection.InvalidBody)]
    [InlineData("gateway-batch-result-version-2.bin", GatewayBatchRejection.InvalidBody)]
    [InlineData("gateway-batch-result-state-9.bin", GatewayBatchRejection.InvalidBody)]
    [InlineData("gateway-batch-result-short.bin", GatewayBatchRejection.InvalidBody)]
    [InlineData("gateway-batch-result-long.bin", GatewayBatchRejection.InvalidBody)]
    [InlineData("gateway-batch-result-issuer.bin", GatewayBatchRejection.InvalidBody)]
    [InlineData("gateway-batch-policy-digest.bin", GatewayBatchRejection.InvalidBody)]
    [InlineData("gateway-batch-policy-reserved.bin", GatewayBatchRejection.InvalidBody)]
    [InlineData("gateway-batch-policy-empty.bin", GatewayBatchRejection.InvalidBody)]
    [InlineData("gateway-batch-order.bin", GatewayBatchRejection.OutOfOrder)]
    [InlineData("gateway-batch-record-damaged.bin", GatewayBatchRejection.RecordChecksum)]
    [InlineData("robot-batch.bin", GatewayBatchRejection.WrongKind)]
    public void Reader_GoldenRejections_AreNamed(string vector, GatewayBatchRejection expected)
    {
        Assert.Equal(expected, GatewayBatchReader.Open(Vectors.Read(vector), out GatewayBatchReader batch));
        Assert.False(batch.MoveNext());
    }

    [Theory]
    [InlineData(1, 2, GatewayBatchRejection.UnknownVersion)]
    [InlineData(11, 0x80, GatewayBatchRejection.InvalidEpoch)]
    [InlineData(12, 40, GatewayBatchRejection.OutOfOrder)]
    [InlineData(20, 0, GatewayBatchRejection.Empty)]
    [InlineData(20, 1, GatewayBatchRejection.InvalidTrailer)]
    [InlineData(20, 3, GatewayBatchRejection.WrongLength)]
    [InlineData(22, 0, GatewayBatchRejection.InvalidGateway)]
    [InlineData(22, 255, GatewayBatchRejection.InvalidGateway)]
    [InlineData(23, 32, GatewayBatchRejection.InvalidPreviousHash)]
    [InlineData(24, (byte)'G', GatewayBatchRejection.InvalidGateway)]
    [InlineData(33 + 8, 0, GatewayBatchRejection.UnknownRecordKind)]
    [InlineData(33 + 8, 6, GatewayBatchRejection.UnknownRecordKind)]
    [InlineData(33 + 8, 2, GatewayBatchRejection.UnknownHandling)]
    [InlineData(33 + 9, 0, GatewayBatchRejection.UnknownClass)]
    [InlineData(33 + 38, 0, GatewayBatchRejection.InvalidRobot)]
    [InlineData(33 + 39, 0, GatewayBatchRejection.EmptyFrame)]
    [InlineData(33 + 40, 0xFF, GatewayBatchRejection.WrongLength)]
    public void Reader_OneByteWrongButSealed_NamesIt(int offset, byte value, GatewayBatchRejection expected)
    {
        byte[] changed = Vectors.Read("gateway-batch.bin");
        changed[offset] = value;
        Vectors.Seal(changed);
        Assert.Equal(expected, GatewayBatchReader.Open(changed, out _));
    }

    [Fact]
    public void Writer_Misused_Throws()
    {
        GatewayBatchWriter writer = new("gateway-1", 1, 1024);
        Assert.Throws<InvalidOperationException>(() => writer.Finish());
        Assert.Throws<ArgumentException>(() => writer.TryAdd(Sealed(0, RecordClass.Event, "r", 0, [1])));
        Assert.True(writer.TryAdd(Sealed(5, RecordClass.Event, "r", 0, [1])));
        Assert.Throws<ArgumentException>(() => writer.TryAdd(Sealed(5, RecordClass.Event, "r", 0, [1])));
        Assert.Throws<ArgumentException>(() => writer.TryAdd(Sealed(6, RecordClass.Event, "R", 0, [1])));
        Assert.Throws<ArgumentException>(() => writer.TryAdd(Sealed(6, RecordClass.Event, "r", 0, [])));
        Assert.Throws<ArgumentException>(() => new GatewayBatchWriter("Gateway", 1, 1024));
        Assert.Throws<ArgumentOutOfRangeException>(() => new GatewayBatchWriter("gateway", 0, 1024));
        Assert.False(writer.TryAdd(Sealed(7, RecordClass.Event, "r", 0, new byte[1000])));
    }

    [Fact]
    public void Writer_Limited_TakesNoMoreAndSaysThatARecordDidNotFit()
    {
        GatewayBatchWriter writer = new("gateway-1", 1, GatewayBatchWriter.LongestOfOneRecord) { Limit = 1000 };
        Assert.False(writer.TryAdd(Sealed(1, RecordClass.Event, "r", 0, new byte[1000])));
        Assert.True(writer.IsFull);
        writer.Begin();
        Assert.False(writer.IsFull);
        Assert.True(writer.TryAdd(Sealed(1, RecordClass.Event, "r", 0, new byte[500])));
        Assert.False(writer.TryAdd(Sealed(2, RecordClass.Event, "r", 0, new byte[500])));
        Assert.InRange(writer.Finish().Length, 500, 1000);

        writer.Limit = GatewayBatchWriter.LongestOfOneRecord;
        writer.Begin();
        Assert.True(writer.TryAdd(Sealed(1, RecordClass.Event, new string('r', Identifier.MaximumLength), 0, new byte[ushort.MaxValue])));
        Assert.Throws<ArgumentOutOfRangeException>(() => writer.Limit = GatewayBatchWriter.LongestOfOneRecord + 1);
    }

    [Fact]
    public void WriterAndReader_InTheSteadyState_AllocateNothing()
    {
        GatewayBatchWriter writer = new("gateway-1", 1, 4096);
        byte[] robot = "robot-1"u8.ToArray();
        long sum = RoundTrip(writer, robot);
        AllocationMeter meter = AllocationMeter.Start();
        for (int round = 0; round < 100; round++)
        {
            sum += RoundTrip(writer, robot);
        }

        Assert.Equal(0, meter.Bytes);
        Assert.Equal(101 * 10 * 40, sum);
    }

    private static long RoundTrip(GatewayBatchWriter writer, byte[] robot)
    {
        writer.Begin();
        for (int sequence = 1; sequence <= 10; sequence++)
        {
            GatewayRecord record = Make(sequence, RecordClass.Telemetry, robot, 1, Frame, 0, 0);
            writer.TryAdd(record with { Checksum = record.ComputeChecksum() });
        }

        _ = GatewayBatchReader.Open(writer.Finish().Span, out GatewayBatchReader batch);
        long bytes = 0;
        while (batch.MoveNext())
        {
            bytes += batch.Current.Frame.Length;
        }

        return bytes;
    }

    private static GatewayRecord Sealed(long sequence, RecordClass recordClass, string robot, uint boot, byte[] frame, long stamp = Stamp, long uncertainty = 1500)
    {
        GatewayRecord record = Make(sequence, recordClass, [.. robot.Select(letter => (byte)letter)], boot, frame, stamp, uncertainty);
        return record with { Checksum = record.ComputeChecksum() };
    }

    private static GatewayRecord Make(long sequence, RecordClass recordClass, byte[] robot, uint boot, byte[] frame, long stamp, long uncertainty) => new()
    {
        Sequence = sequence,
        Class = recordClass,
        ReceivedUtcNanoseconds = Stamp + 10,
        UtcNanoseconds = stamp,
        UncertaintyNanoseconds = uncertainty,
        RobotBoot = boot,
        Robot = robot,
        Frame = frame,
    };
}
