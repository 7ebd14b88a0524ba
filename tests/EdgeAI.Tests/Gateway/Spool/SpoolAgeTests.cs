using System.Buffers.Binary;
using EdgeAI.Gateway;
using EdgeAI.Gateway.Spool;
using EdgeAI.Gateway.Spool.Room;
using EdgeAI.Records;

namespace EdgeAI.Tests.Gateway.Spool;

/// <summary>Records go when they are older than their class is kept, whatever the gateway's clock does meanwhile.</summary>
public sealed class SpoolAgeTests : IDisposable
{
    private static readonly TimeSpan Kept = TimeSpan.FromHours(1);

    private readonly SpoolFixture _fixture = new();
    private readonly SteppedTime _time = new(new DateTimeOffset(2026, 11, 30, 0, 0, 0, TimeSpan.Zero));
    private ulong _number;

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public void Age_BeyondTheLimit_DropsExactlyTheOldAndSaysSo()
    {
        using RecordSpool spool = Open();
        Store(spool, 10);
        _time.Pass(TimeSpan.FromMinutes(40));
        Store(spool, 10);
        Tick(spool);
        Assert.Equal(20, SpoolFixture.ReadAll(spool).Count);
        _time.Pass(TimeSpan.FromMinutes(30));
        Tick(spool);
        Assert.Equal(10, SpoolFixture.ReadAll(spool).Count);
        DeclaredLoss loss = Assert.Single(SpoolFixture.ReadLosses(spool));
        Assert.Equal((LossReason.TooOld, RecordClass.Telemetry, 1, 10, 10), (loss.Reason, loss.Class, loss.First, loss.Last, loss.Count));
    }

    [Theory]
    [InlineData(365 * 30)]
    [InlineData(-365 * 30)]
    public void Age_ClockJumpsByYears_DropsNothingEarlyAndEverythingInTime(int days)
    {
        using (RecordSpool spool = Open())
        {
            Store(spool, 10);
            _time.Pass(TimeSpan.FromMinutes(1));
            Tick(spool);
            _time.Jump(TimeSpan.FromDays(days));
            Store(spool, 10);
            _time.Pass(TimeSpan.FromMinutes(50));
            Tick(spool);
            Assert.Equal(20, SpoolFixture.ReadAll(spool).Count);
        }

        // The step is remembered over a restart.
        using RecordSpool again = Open();
        _time.Pass(TimeSpan.FromMinutes(1));
        Tick(again);
        Assert.Equal(20, SpoolFixture.ReadAll(again).Count);
        _time.Pass(TimeSpan.FromMinutes(20));
        Tick(again);
        Assert.Empty(SpoolFixture.ReadAll(again));
        Assert.Equal(20, SpoolFixture.ReadLosses(again).Sum(loss => loss.Count));
    }

    [Fact]
    public void Age_ClockThatStartsInThePastAndIsSetRight_DropsNothingEarly()
    {
        using (RecordSpool spool = Open())
        {
            Store(spool, 10);
        }

        _time.Jump(TimeSpan.FromDays(-365 * 50));
        using RecordSpool again = Open();
        Store(again, 10);
        _time.Pass(TimeSpan.FromSeconds(30));
        _time.Jump(TimeSpan.FromDays(365 * 50));
        Tick(again);
        Assert.Equal(20, SpoolFixture.ReadAll(again).Count);
        _time.Pass(TimeSpan.FromMinutes(61));
        Tick(again);
        Assert.Empty(SpoolFixture.ReadAll(again));
    }

    [Fact]
    public void Age_BehindMoreRecordsOfTheGatewaysOwnThanAStepTakes_IsFoundAllTheSame()
    {
        using RecordSpool spool = Open();
        Task<StoreStatus>[] own = [.. Enumerable.Range(0, 1500).Select(_ => spool.StoreOwnAsync(RecordKind.Withheld, RecordClass.Telemetry, OwnBodies.Of(RecordKind.Withheld)))];
        Store(spool, 10);
        Assert.All(own, static stored => Assert.Equal(StoreStatus.Stored, stored.Result));

        // Nothing comes in any more: from here on a step takes a thousand.
        Tick(spool);
        _time.Pass(TimeSpan.FromMinutes(61));
        Tick(spool);
        Assert.Empty(SpoolFixture.ReadAll(spool));
        Assert.Equal(10, SpoolFixture.ReadLosses(spool).Sum(loss => loss.Count));
        Assert.Equal(1500, spool.Snapshot().Lanes[2].Records);
    }

    [Fact]
    public void Age_ClockWrongAtTheStart_TakesOnlySoMuchAtOnce()
    {
        using (RecordSpool spool = Open())
        {
            for (int round = 0; round < 10; round++)
            {
                Store(spool, 500);
            }
        }

        _time.Jump(TimeSpan.FromDays(365));
        using RecordSpool again = Open();
        _time.Pass(TimeSpan.FromSeconds(2));
        Tick(again);
        Assert.Equal(4000, SpoolFixture.ReadAll(again).Count);
    }

    [Fact]
    public void Steps_ThatNoTransactionSaved_AreAllStillToBeSaved()
    {
        AgeClock clock = new([], 10, 0, _time);
        _time.Jump(TimeSpan.FromDays(1));
        clock.Look(10);
        _time.Jump(TimeSpan.FromDays(-3));
        clock.Look(20);
        Assert.Equal([(10, Days(1)), (20, Days(-3))], clock.Unsaved.ToArray());
        clock.Saved(15);
        Assert.Empty(clock.Unsaved.ToArray());

        // After the same sequence again: it is no longer on disk as it is.
        _time.Jump(TimeSpan.FromDays(5));
        clock.Look(20);
        Assert.Equal([(20, Days(2))], clock.Unsaved.ToArray());
    }

    [Fact]
    public void Age_ClockThatJumpedBeforeTheFileWasReplaced_DropsNothingEarly()
    {
        using (RecordSpool spool = Open())
        {
            Store(spool, 500);
        }

        // With this field of its header SQLite finds no page to put anything on (SpoolSalvageTests).
        byte[] file = File.ReadAllBytes(_fixture.File);
        BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(52), 0x8000);
        File.WriteAllBytes(_fixture.File, file);
        using (RecordSpool spool = Open())
        {
            _time.Pass(TimeSpan.FromMinutes(1));
            Tick(spool);
            _time.Jump(TimeSpan.FromDays(365));
            for (int attempt = 0; spool.Snapshot().Salvaged.Length == 0; attempt++)
            {
                Assert.InRange(attempt, 0, 20);
                _ = Offer(spool, 500);
            }

            Tick(spool);
            Assert.DoesNotContain(SpoolFixture.ReadLosses(spool), static loss => loss.Reason == LossReason.TooOld);
            Assert.InRange(SpoolFixture.ReadAll(spool).Count, 500, int.MaxValue);
        }

        // The new file has it too.
        using RecordSpool again = Open();
        Tick(again);
        Assert.DoesNotContain(SpoolFixture.ReadLosses(again), static loss => loss.Reason == LossReason.TooOld);
        Assert.InRange(SpoolFixture.ReadAll(again).Count, 500, int.MaxValue);
    }

    private RecordSpool Open() => _fixture.Open(options => options with
    {
        IsStepped = true,
        Time = _time,
        Retention = new SpoolRetention { Telemetry = new LaneLimits { MaximumAge = Kept } },
    });

    private static long Days(int days) => TimeSpan.FromDays(days).Ticks * 100;

    private void Store(RecordSpool spool, int frames) => Assert.Equal(StoreStatus.Stored, Offer(spool, frames));

    private StoreStatus Offer(RecordSpool spool, int frames)
    {
        RobotBatchWriter writer = new(1 << 20);
        writer.Begin(1, ++_number);
        for (int index = 0; index < frames; index++)
        {
            writer.TryAdd(RecordClass.Telemetry, index, 1, RawFrames.Make(1, 1, ((long)_number * 1000) + index, 60));
        }

        byte[] payload = writer.Finish().ToArray();
        _ = RobotBatchReader.Open(payload, out RobotBatchReader opened);
        Task<StoreStatus> stored = spool.StoreAsync(StoreRequest.ForBatch("robot", payload, opened, Utc.Nanoseconds(_time)));
        while (spool.Step())
        {
        }

        Assert.True(stored.IsCompletedSuccessfully);
        return stored.Result;
    }

    private void Tick(RecordSpool spool)
    {
        _time.Pass(TimeSpan.FromSeconds(1));
        while (spool.Step())
        {
        }
    }
}
