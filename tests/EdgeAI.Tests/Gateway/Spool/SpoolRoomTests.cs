using EdgeAI.Gateway.Spool;
using EdgeAI.Records;

namespace EdgeAI.Tests.Gateway.Spool;

/// <summary>A publish that finds no room whatever is dropped is refused, and nothing is dropped for it.</summary>
public sealed class SpoolRoomTests : IDisposable
{
    private readonly SpoolFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task Publish_LargerThanTheSpool_IsRefusedAndDropsNothing()
    {
        using RecordSpool spool = _fixture.Open(options => options with { MaximumBytes = 512 << 10 });
        Assert.Equal(StoreStatus.Stored, await SpoolLaneTests.StoreMixedAsync(spool, 1, 200, RecordClass.Bulk));
        Assert.Equal(StoreStatus.Full, await SpoolLaneTests.StoreMixedAsync(spool, 2, 2000, RecordClass.Bulk));
        AssertHeld(spool, 200);
    }

    [Fact]
    public async Task Publish_IntoASpoolWhoseLimitIsBelowWhatItHolds_IsRefusedAndDropsNothing()
    {
        using (RecordSpool spool = _fixture.Open())
        {
            Assert.Equal(StoreStatus.Stored, await SpoolLaneTests.StoreMixedAsync(spool, 1, 400));
        }

        using RecordSpool small = _fixture.Open(options => options with { MaximumBytes = 64 << 10 });
        Assert.Equal(StoreStatus.Full, await SpoolLaneTests.StoreMixedAsync(small, 2, 200, RecordClass.Telemetry));
        Assert.Equal(StoreStatus.Full, await small.StoreAsync(StoreRequest.ForFrame("robot", RawFrames.Make(1, 1, 1, 60_000), 1)));
        AssertHeld(small, 400);
    }

    [Fact]
    public async Task Batch_WhoseRestCannotFit_DropsNothingForItsFirstPart()
    {
        // The telemetry finds room, for which bulk would go; the events never do.
        SpoolRetention retention = new() { Event = new LaneLimits { MaximumBytes = 10_000 }, Telemetry = new LaneLimits { MaximumBytes = 60_000 } };
        using RecordSpool spool = _fixture.Open(options => options with { Retention = retention });
        Assert.Equal(StoreStatus.Stored, await SpoolLaneTests.StoreMixedAsync(spool, 1, 200, RecordClass.Telemetry));
        Assert.Equal(StoreStatus.Stored, await SpoolLaneTests.StoreMixedAsync(spool, 2, 30, RecordClass.Event));
        Assert.Equal(StoreStatus.Full, await SpoolLaneTests.StoreMixedAsync(spool, 3, 200));
        AssertHeld(spool, 230);
        Assert.Equal(StoreStatus.Stored, await SpoolLaneTests.StoreMixedAsync(spool, 3, 120));
        Assert.True(spool.Snapshot().Lost > 0);
    }

    [Fact]
    public async Task Publish_OfAClassThatHoldsTooLittleToMakeWay_DropsNone()
    {
        using RecordSpool spool = _fixture.Open(options => options with { MaximumBytes = 512 << 10 });
        Assert.Equal(StoreStatus.Stored, await SpoolLaneTests.StoreMixedAsync(spool, 1, 50, RecordClass.Bulk));
        ulong number = 2;
        while (await SpoolLaneTests.StoreMixedAsync(spool, number, 20, RecordClass.Safety) == StoreStatus.Stored && spool.Snapshot().Lost == 0)
        {
            number++;
        }

        // Safety dropped what bulk there was; a little bulk comes back where room is left.
        long lost = spool.Snapshot().Lost;
        int bulk = 0;
        while (await SpoolLaneTests.StoreMixedAsync(spool, 100_000 + (ulong)bulk, 1, RecordClass.Bulk) == StoreStatus.Stored && spool.Snapshot().Lost == lost)
        {
            bulk++;
        }

        Assert.InRange(bulk, 1, 1000);
        long held = spool.Snapshot().Lanes[3].Records;
        lost = spool.Snapshot().Lost;
        Assert.Equal(StoreStatus.Full, await SpoolLaneTests.StoreMixedAsync(spool, 200_000, 1000, RecordClass.Bulk));
        Assert.Equal((held, lost), (spool.Snapshot().Lanes[3].Records, spool.Snapshot().Lost));
    }

    [Fact]
    public async Task Full_OfTheGatewaysOwnRecords_DropsNoneOfTheOthersForWhatCannotFit()
    {
        SpoolRetention retention = new() { Event = new LaneLimits { MaximumBytes = 60_000 } };
        using RecordSpool spool = _fixture.Open(options => options with { Retention = retention });
        for (int number = 1; number <= 50; number++)
        {
            Assert.Equal(StoreStatus.Stored, await spool.StoreOwnAsync(RecordKind.CommandResult, RecordClass.Event, CommandResults.Of(number, detailLength: 900)));
        }

        Assert.Equal(StoreStatus.Stored, await SpoolLaneTests.StoreMixedAsync(spool, 1, 20, RecordClass.Event));
        Assert.Equal(StoreStatus.Full, await SpoolLaneTests.StoreMixedAsync(spool, 2, 60, RecordClass.Event));
        AssertHeld(spool, 20);
    }

    private static void AssertHeld(RecordSpool spool, int frames)
    {
        Assert.Equal(0, spool.Snapshot().Lost);
        Assert.Equal(frames, SpoolFixture.ReadAll(spool).Count);
    }
}
