using EdgeAI.Records;

namespace EdgeAI.Tests.Records;

/// <summary>The policy field, the gateway's own kinds and the backlog flag, held against vectors made from RECORDS.md.</summary>
public sealed class GatewayBatchKindsTests
{
    private const long Stamp = 1_795_000_000_123_456_789;
    private const byte GovernedHandling = Handling.Important | Handling.Personal | Handling.Image | Handling.Reduced;

    private static readonly byte[] Frame = [.. Enumerable.Range(1, 40).Select(value => (byte)value)];

    [Fact]
    public void Reader_GoldenKinds_YieldsWhatTheVectorSays()
    {
        Assert.Equal(GatewayBatchRejection.None, GatewayBatchReader.Open(Vectors.Read("gateway-batch-kinds.bin"), out GatewayBatchReader batch));
        Assert.True(batch.IsBacklog);
        Assert.False(batch.IsCompressed);
        Assert.Equal(4, batch.Count);

        Assert.True(batch.MoveNext());
        Assert.Equal(RecordKind.GovernedFrame, batch.Current.Kind);
        Assert.Equal(GovernedHandling, batch.Current.Handling);
        Assert.Equal(3u, batch.Current.PolicyRevision);
        Assert.Equal("robot-1", batch.Current.RobotName);
        Assert.Equal(Frame, batch.Current.Frame.ToArray());
        Assert.True(batch.Current.IsIntact);

        Assert.True(batch.MoveNext());
        Assert.Equal(RecordKind.DeclaredLoss, batch.Current.Kind);
        Assert.Equal(RecordClass.Safety, batch.Current.Class);
        Assert.True(DeclaredLoss.TryRead(batch.Current.Frame, out DeclaredLoss loss));
        Assert.Equal(Loss(), loss);

        Assert.True(batch.MoveNext());
        Assert.Equal(RecordKind.Withheld, batch.Current.Kind);
        Assert.True(Withheld.TryRead(batch.Current.Frame, out Withheld withheld));
        Assert.Equal(WithheldRule.FoldedIntoWindow, withheld.Rule);
        Assert.Equal((ushort)513, withheld.Board);
        Assert.Equal(9, withheld.Stream);
        Assert.Equal(Handling.Important | Handling.Personal | Handling.Reduced, withheld.Handling);
        Assert.Equal(7u, withheld.RobotBoot);
        Assert.Equal(3u, withheld.PolicyRevision);
        Assert.Equal(12_345, withheld.Count);
        Assert.Equal(Stamp - 5, withheld.EarliestUtcNanoseconds);
        Assert.Equal(Stamp, withheld.LatestUtcNanoseconds);
        Assert.Equal("robot-1", withheld.RobotName);

        Assert.True(batch.MoveNext());
        Assert.Equal(RecordKind.CommandResult, batch.Current.Kind);
        Assert.Equal(Vectors.Read("result-body.bin"), batch.Current.Frame.ToArray());
        Assert.False(batch.MoveNext());
    }

    [Fact]
    public void Writer_SameKindsAsTheVector_WritesItsBytes()
    {
        using GatewayBatchWriter writer = new("gateway-1", 5, 4096);
        writer.Begin(backlog: true);
        byte[] body = new byte[DeclaredLoss.Length];
        Loss().Write(body);
        byte[] report = new byte[Withheld.MaximumLength];
        int reportLength = new Withheld
        {
            Rule = WithheldRule.FoldedIntoWindow,
            Board = 513,
            Stream = 9,
            Handling = Handling.Important | Handling.Personal | Handling.Reduced,
            RobotBoot = 7,
            PolicyRevision = 3,
            Count = 12_345,
            EarliestUtcNanoseconds = Stamp - 5,
            LatestUtcNanoseconds = Stamp,
            Robot = "robot-1"u8,
        }.Write(report);
        Add(writer, Own(50, RecordKind.GovernedFrame, RecordClass.Telemetry, Frame) with
        {
            Handling = GovernedHandling,
            PolicyRevision = 3,
            ReceivedUtcNanoseconds = Stamp + 10,
            UtcNanoseconds = Stamp,
            UncertaintyNanoseconds = 1500,
            RobotBoot = 7,
            Robot = "robot-1"u8,
        });
        Add(writer, Own(51, RecordKind.DeclaredLoss, RecordClass.Safety, body));
        Add(writer, Own(60, RecordKind.Withheld, RecordClass.Event, report.AsSpan(0, reportLength)));
        Add(writer, Own(61, RecordKind.CommandResult, RecordClass.Event, Vectors.Read("result-body.bin")));
        Assert.Equal(Vectors.Read("gateway-batch-kinds.bin"), writer.Finish().ToArray());
    }

    [Fact]
    public void Bodies_MutatedOrCutOff_AreReadBackAsTheyWereWrittenOrRejected()
    {
        Random random = new(20261130);
        byte[] loss = new byte[DeclaredLoss.Length];
        Loss().Write(loss);
        byte[] again = new byte[DeclaredLoss.Length];
        byte[] report = [];
        Assert.Equal(GatewayBatchRejection.None, GatewayBatchReader.Open(Vectors.Read("gateway-batch-kinds.bin"), out GatewayBatchReader batch));
        while (batch.MoveNext())
        {
            report = batch.Current.Kind == RecordKind.Withheld ? batch.Current.Frame.ToArray() : report;
        }

        int accepted = 0;
        for (int round = 0; round < 100_000; round++)
        {
            byte[] mutated = Vectors.Mutate(loss, random);
            if (DeclaredLoss.TryRead(mutated, out DeclaredLoss read))
            {
                accepted++;
                read.Write(again);
                Assert.Equal(mutated, again);
            }

            mutated = Vectors.Mutate(report, random);
            if (Withheld.TryRead(mutated, out Withheld withheld))
            {
                accepted++;
                byte[] written = new byte[withheld.EncodedLength];
                withheld.Write(written);
                Assert.Equal(mutated, written);
            }
        }

        Assert.InRange(accepted, 1000, 199_000);
    }

    [Fact]
    public void Bodies_ThatSayNothingTrue_AreNotWritten()
    {
        byte[] body = new byte[DeclaredLoss.Length];
        Assert.Throws<InvalidOperationException>(() => (Loss() with { Count = 0 }).Write(body));
        Assert.Throws<InvalidOperationException>(() => (Loss() with { First = 0 }).Write(body));
        Assert.Throws<InvalidOperationException>(() => (Loss() with { Last = 99 }).Write(body));
        Assert.Throws<InvalidOperationException>(() => (Loss() with { Class = 0 }).Write(body));
        Assert.Throws<InvalidOperationException>(() => default(Withheld).Write(new byte[Withheld.MaximumLength]));
    }

    private static DeclaredLoss Loss() => new()
    {
        Reason = LossReason.DroppedForRoom,
        Class = RecordClass.Bulk,
        IsExact = true,
        First = 100,
        Last = 299,
        Count = 150,
        EarliestReceivedUtcNanoseconds = Stamp - 1000,
        LatestReceivedUtcNanoseconds = Stamp,
    };

    private static void Add(GatewayBatchWriter writer, GatewayRecord record) => Assert.True(writer.TryAdd(record with { Checksum = record.ComputeChecksum() }));

    private static GatewayRecord Own(long sequence, RecordKind kind, RecordClass recordClass, ReadOnlySpan<byte> body) => new()
    {
        Sequence = sequence,
        Kind = kind,
        Class = recordClass,
        ReceivedUtcNanoseconds = Stamp + 20,
        UtcNanoseconds = Stamp + 20,
        UncertaintyNanoseconds = 0,
        RobotBoot = 0,
        Robot = "gateway-1"u8,
        Frame = body,
    };
}
