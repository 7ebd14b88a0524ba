using EdgeAI.Gateway.Uplinks;
using EdgeAI.Records;

namespace EdgeAI.Tests.Gateway.Uplinks;

public sealed class LaneTrafficTests
{
    private static readonly UplinkOptions Options = new()
    {
        Window = 8,
        BatchRecords = 10,
        BatchBytes = 4096,
        BacklogThreshold = 50,
        InitialBackoff = TimeSpan.FromSeconds(1),
        MaximumBackoff = TimeSpan.FromSeconds(8),
        JitterSeed = 1,
    };

    [Fact]
    public void Lanes_AnyInterleaving_DeliverEverythingInOrderAndNothingTwiceWithoutCause()
    {
        int backlogs = 0;
        for (int seed = 0; seed < 400; seed++)
        {
            Random random = new(seed);
            using LaneWorld world = new(Options with { JitterSeed = seed, BacklogThreshold = random.Next(5, 60), MinimumShare = 0.1, BacklogRecordsPerSecond = random.Next(3) == 0 ? 100 : null });
            try
            {
                for (int step = 0; step < 150; step++)
                {
                    switch (random.Next(12))
                    {
                        case 0:
                            world.Open(random.Next(3), random.Next(3) == 0 ? 1200 : 0);
                            break;
                        case 1:
                            world.Lose();
                            break;
                        case <= 4:
                            world.Add((RecordClass)random.Next(1, 5), random.Next(random.Next(5) == 0 ? 150 : 10), random.Next(8) == 0 ? 2000 : 200);
                            break;
                        case <= 8:
                            backlogs += world.Take() is { IsBacklog: true } ? 1 : 0;
                            break;
                        case 9:
                            world.Now += TimeSpan.FromMilliseconds(random.Next(900));
                            break;
                        default:
                            if (world.OnTheirWay.Count > 0)
                            {
                                world.Answer(world.OnTheirWay[random.Next(world.OnTheirWay.Count)], random.Next(8) == 0 ? DeliveryOutcome.Refused : DeliveryOutcome.Accepted);
                            }

                            break;
                    }
                }

                world.Open();
                world.Drain();
            }
            catch (Exception exception)
            {
                throw new InvalidOperationException($"seed {seed}: {exception.Message}", exception);
            }
        }

        Assert.True(backlogs > 500, $"{backlogs} backlog batches");
    }

    [Fact]
    public void Backlog_AboveTheThreshold_GoesBesideWhatComesIn()
    {
        using LaneWorld world = new(Options);
        world.Add(RecordClass.Telemetry, 1000);
        world.Open();
        world.Add(RecordClass.Telemetry);
        SentBatch live = Assert.IsType<SentBatch>(world.Take());
        Assert.False(live.IsBacklog);
        Assert.Equal([1001], live.Sequences);

        // Half of the window is left for what comes in.
        while (world.Take() is { } backlog)
        {
            Assert.True(backlog.IsBacklog);
        }

        Assert.Equal(1 + (Options.Window / 2), world.OnTheirWay.Count);
        world.Answer(live, DeliveryOutcome.Accepted);
        world.Add(RecordClass.Safety);
        Assert.Equal([1002], Assert.IsType<SentBatch>(world.Take()).Sequences);
        world.Drain();
    }

    [Fact]
    public void Backlog_BelowTheThreshold_GoesInOrderAsLive()
    {
        using LaneWorld world = new(Options);
        world.Add(RecordClass.Event, 50);
        world.Open();
        world.Add(RecordClass.Event);
        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], Assert.IsType<SentBatch>(world.Take()).Sequences);
        world.Drain();
    }

    [Fact]
    public void Backlog_WithARate_KeepsToIt()
    {
        using LaneWorld world = new(Options with { BacklogRecordsPerSecond = 100 });
        world.Add(RecordClass.Bulk, 5000);
        world.Open();
        int records = 0;
        for (int tick = 0; tick < 1000; tick++)
        {
            while (world.Take() is { } sent)
            {
                records += sent.Sequences.Count;
                world.Answer(sent, DeliveryOutcome.Accepted);
            }

            Assert.InRange(world.Traffic.NextDue(world.Now), world.Now, world.Now + TimeSpan.FromSeconds(1));
            world.Now += TimeSpan.FromMilliseconds(10);
        }

        // Ten seconds and the burst of one, to within one batch.
        Assert.InRange(records, 1090, 1110);
    }

    [Fact]
    public void Backlog_OfSafety_GoesBeforeLiveBulkWhateverTheSharesAndTheRate()
    {
        using LaneWorld world = new(Options with { MinimumShare = 0, BacklogRecordsPerSecond = 1 });
        world.Add(RecordClass.Bulk, 100);
        world.Add(RecordClass.Safety, 100);
        world.Open();
        world.Add(RecordClass.Bulk, 100);
        for (int batch = 0; batch < 10; batch++)
        {
            SentBatch sent = Assert.IsType<SentBatch>(world.Take());
            Assert.Equal((4, true), (sent.Delivery.Lane, sent.IsBacklog));
            world.Answer(sent, DeliveryOutcome.Accepted);
        }

        Assert.Equal(3, Assert.IsType<SentBatch>(world.Take()).Delivery.Lane);
        world.Drain();
    }

    [Fact]
    public void Backlog_FewRecordsFarApart_AreCountedAndGoAsLive()
    {
        using LaneWorld world = new(Options);
        world.Add(RecordClass.Safety);
        world.Add(RecordClass.Bulk, 1000);
        world.Add(RecordClass.Safety);
        world.Open();
        SentBatch sent = Assert.IsType<SentBatch>(world.Take());
        Assert.False(sent.IsBacklog);
        Assert.Equal([1, 1002], sent.Sequences);
        world.Drain();
    }

    [Fact]
    public void Refusal_OfBacklog_StopsItsClassAndProbesWithOneOfLiveAndBacklogTogether()
    {
        using LaneWorld world = new(Options);
        world.Add(RecordClass.Telemetry, 1000);
        world.Open();
        SentBatch refused = Assert.IsType<SentBatch>(world.Take());
        Assert.True(refused.IsBacklog);
        world.Answer(refused, DeliveryOutcome.Refused);
        world.Add(RecordClass.Telemetry, 40);
        world.Add(RecordClass.Bulk);
        Assert.Equal([1041], Assert.IsType<SentBatch>(world.Take()).Sequences);
        Assert.Null(world.Take());

        world.Now += Options.MaximumBackoff;
        SentBatch probe = Assert.IsType<SentBatch>(world.Take());
        Assert.Null(world.Take());
        world.Answer(probe, DeliveryOutcome.Accepted);
        Assert.NotNull(world.Take());
        Assert.NotNull(world.Take());
        world.Drain();
    }

    [Fact]
    public void Bandwidth_Limited_IsKeptAndSafetyIsFirst()
    {
        const int rate = 20_000;
        using LaneWorld world = new(Options with { BytesPerSecond = rate, MinimumShare = 0 });
        world.Open();
        world.Add(RecordClass.Telemetry, 3000);
        long bytes = 0;
        for (int tick = 0; tick < 1000; tick++)
        {
            if (tick == 500)
            {
                world.Add(RecordClass.Safety);
            }

            bool first = true;
            while (world.Take() is { } sent)
            {
                bytes += sent.Delivery.Message.Payload.Length;
                Assert.True(!first || world.Lanes[0].Waiting == 0 || sent.Delivery.Lane == 0);
                world.Answer(sent, DeliveryOutcome.Accepted);
                first = false;
            }

            world.Now += TimeSpan.FromMilliseconds(10);
        }

        Assert.InRange(bytes, 10 * rate, (11 * rate) + Options.BatchBytes);
        Assert.Equal(0, world.Lanes[0].Waiting);
    }

    [Fact]
    public void Bandwidth_LessThanABatchInTwoSeconds_CutsTheBatches()
    {
        using LaneWorld world = new(Options with { BytesPerSecond = 500 });
        world.Open();
        world.Add(RecordClass.Telemetry, 20);
        Assert.InRange(Assert.IsType<SentBatch>(world.Take()).Delivery.Message.Payload.Length, 500, 1000);
        world.Drain();
    }

    [Fact]
    public void Lanes_AllSaturated_GoByPriorityAndStarveNobody()
    {
        using LaneWorld world = new(Options with { BacklogThreshold = long.MaxValue, MinimumShare = 0.05 });
        world.Open();
        foreach (RecordClass recordClass in Enum.GetValues<RecordClass>())
        {
            world.Add(recordClass, 20_000);
        }

        int[] batches = new int[8];
        for (int count = 0; count < 1000; count++)
        {
            SentBatch sent = Assert.IsType<SentBatch>(world.Take());
            batches[sent.Delivery.Lane]++;
            world.Answer(sent, DeliveryOutcome.Accepted);
        }

        Assert.InRange(batches[0], 750, 900);
        Assert.All(batches[1..4], count => Assert.InRange(count, 30, 80));
        Assert.Equal(0, batches[4]);
    }

    [Fact]
    public void Schedule_TimeOfDay_HoldsBackAllButSafety()
    {
        JumpingTime time = new() { Utc = new DateTimeOffset(2026, 11, 30, 12, 0, 0, TimeSpan.Zero) };
        using LaneWorld world = new(Options with { Schedule = [new ScheduleRule(RecordClass.Bulk, new TimeOnly(22, 0), new TimeOnly(5, 0))], ScheduleOffset = TimeSpan.FromHours(8) }, time);
        world.Open();
        world.Add(RecordClass.Bulk, 100);
        Assert.Null(world.Take());
        Assert.True(world.Traffic.NextDue(world.Now) <= world.Now + TimeSpan.FromSeconds(1));
        world.Add(RecordClass.Safety);
        Assert.Equal([101], Assert.IsType<SentBatch>(world.Take()).Sequences);

        // 22:00 at +8 is 14:00 UTC; what waited is backlog then. A clock that is set back closes it again.
        time.Utc = time.Utc.AddHours(2);
        Assert.True(Assert.IsType<SentBatch>(world.Take()).IsBacklog);
        time.Utc = time.Utc.AddHours(-1);
        Assert.Null(world.Take());
        time.Utc = time.Utc.AddHours(5);
        world.Drain();
    }

    [Fact]
    public void Packet_BrokerTakesLess_BatchesBecomeSmaller()
    {
        using LaneWorld world = new(Options);
        world.Add(RecordClass.Event, 40);
        world.Open(maximumPacket: 1000);
        SentBatch sent = Assert.IsType<SentBatch>(world.Take());
        Assert.InRange(sent.Sequences.Count, 2, 4);
        world.Answer(sent, DeliveryOutcome.Accepted);
        world.Lose();
        world.Open();
        Assert.Equal(10, Assert.IsType<SentBatch>(world.Take()).Sequences.Count);
        world.Drain();
    }

    [Fact]
    public void Linger_BehindABatchOnItsWay_WaitsForCompanyButNotForLong()
    {
        using LaneWorld world = new(Options with { Linger = TimeSpan.FromMilliseconds(5) });
        world.Open();
        world.Add(RecordClass.Event);
        Assert.NotNull(world.Take());
        world.Add(RecordClass.Event);
        Assert.Null(world.Take());
        Assert.Equal(TimeSpan.FromMilliseconds(5), world.Traffic.NextDue(world.Now));
        world.Now = TimeSpan.FromMilliseconds(5);
        Assert.NotNull(world.Take());
        world.Add(RecordClass.Event, Options.BatchRecords);
        Assert.NotNull(world.Take());
    }

    [Theory]
    [InlineData(RecordClass.Safety, 1, 2)]
    [InlineData(RecordClass.Bulk, 3, 3)]
    public void Schedule_RuleThatMakesNoSense_IsNamed(RecordClass recordClass, int from, int until)
    {
        UplinkOptions options = Options with { Schedule = [new ScheduleRule(recordClass, new TimeOnly(from, 0), new TimeOnly(until, 0))] };
        Assert.Contains("safety always goes", Assert.Throws<ArgumentException>(() => new LaneWorld(options)).Message, StringComparison.Ordinal);
    }
}
