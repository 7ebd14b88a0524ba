using EdgeAI.Gateway.Spool;
using EdgeAI.Gateway.Spool.Lanes;
using EdgeAI.Gateway.Spool.Tables;
using EdgeAI.Records;

namespace EdgeAI.Tests.Gateway.Spool;

/// <summary>A spool that a gateway of version 1 wrote (Files/README.md) is opened in place and loses nothing.</summary>
public sealed class OldSpoolTests : IDisposable
{
    private const int Waiting = 149;
    private const long SetAside = 77;

    private readonly SpoolFixture _fixture = new();

    public OldSpoolTests() => File.Copy(Checkout.PathOf("tests", "EdgeAI.Tests", "Gateway", "Spool", "Files", "spool-version-1.db"), _fixture.File);

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public void Spool_OfVersionOne_DrainsThroughTelemetryWithEachRecordsOwnClass()
    {
        using RecordSpool spool = _fixture.Open();
        List<ReadRecord> read = [];
        using (ISpoolLane lane = spool.OpenLane(RecordClass.Telemetry))
        {
            SpoolFixture.ReadLane(lane, spool.Identity.Epoch, read);
        }

        Assert.Equal(Enumerable.Range(51, 150).Select(value => (long)value).Where(value => value != SetAside), read.Select(record => record.Sequence));
        foreach (ReadRecord record in read)
        {
            long number = ((record.Sequence - 1) / 5) + 1;
            long stamp = (number * 10) + ((record.Sequence - 1) % 5);
            Assert.Equal((RecordClass)(1 + (stamp % 4)), record.Class);
            Assert.Equal(stamp, record.Stamp);
            Assert.Equal($"robot-{number % 3}", record.Robot);
            Assert.Equal(RawFrames.Make((ushort)(number % 3), 1, stamp, 120), record.Frame);
        }
    }

    [Fact]
    public async Task Spool_OfVersionOne_DeclaresWhatWasSetAsideAndNeverTold()
    {
        using RecordSpool spool = _fixture.Open();
        await Eventually.HoldsAsync(() => spool.Snapshot().LastSequence == 204, "the losses are declared");
        List<DeclaredLoss> losses = SpoolFixture.ReadLosses(spool);
        Assert.Equal([RecordClass.Safety, RecordClass.Event, RecordClass.Telemetry, RecordClass.Bulk], losses.Select(loss => loss.Class));
        Assert.All(losses, loss => Assert.Equal((LossReason.Damaged, SetAside, SetAside, 1, false), (loss.Reason, loss.First, loss.Last, loss.Count, loss.IsExact)));
        Assert.Equal(1, spool.Snapshot().Quarantined);
        Assert.Equal(Waiting + 4, spool.Snapshot().Depth);
    }

    [Fact]
    public async Task Spool_OfVersionOne_KnowsItsBatchesGoesOnAboveAndIsEmptyInTheEnd()
    {
        SpoolIdentity identity;
        using (RecordSpool spool = _fixture.Open())
        {
            identity = spool.Identity;
            Assert.Equal(4922692210714799415, identity.Epoch);
            Assert.Equal(StoreStatus.AlreadyStored, await SpoolFixture.StoreBatchAsync(spool, 39, boot: 7, robot: "robot-0"));
            Assert.Equal(StoreStatus.Stored, await SpoolFixture.StoreBatchAsync(spool, 41, boot: 7, robot: "robot-0"));
            using ISpoolLane lane = spool.OpenLane(RecordClass.Telemetry);
            List<ReadRecord> read = [];
            SpoolFixture.ReadLane(lane, identity.Epoch, read);
            Assert.Equal(Waiting + 3, read.Count);
            Assert.Equal(read.Select(record => record.Sequence).Order(), read.Select(record => record.Sequence));
            lane.Release(1, 120);
            await Eventually.HoldsAsync(() => lane.Oldest == 121, "the first are let go");
        }

        using RecordSpool again = _fixture.Open();
        Assert.Equal(identity, again.Identity);
        Assert.Equal(80 + 3, SpoolFixture.ReadAll(again).Count);
        await SpoolFixture.ReleaseAllAsync(again);
        Assert.Equal(0, _fixture.Scalar("SELECT count(*) FROM records"));
        Assert.Equal(SpoolSchema.Version, _fixture.Scalar("PRAGMA user_version"));
    }
}
