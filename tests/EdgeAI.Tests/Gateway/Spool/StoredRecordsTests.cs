using EdgeAI.Gateway.Spool;
using EdgeAI.Gateway.Spool.Writing;
using EdgeAI.Records;

namespace EdgeAI.Tests.Gateway.Spool;

public sealed class StoredRecordsTests
{
    [Fact]
    public void Records_OneAfterAnother_AreShownToAllWithoutAllocation()
    {
        Counter first = new();
        Counter second = new();
        StoredRecords records = new([first, second]);
        byte[] frame = RawFrames.Make(1, 1, 1);
        long bytes = Allocation.Of(() =>
        {
            records.Add(new GatewayRecord
            {
                Sequence = 1,
                Class = RecordClass.Telemetry,
                ReceivedUtcNanoseconds = 1,
                UtcNanoseconds = 1,
                UncertaintyNanoseconds = -1,
                RobotBoot = 1,
                Robot = "robot"u8,
                Frame = frame,
                Checksum = 1,
            });
            records.Accept();
            records.Show();
        });
        Assert.Equal(0, bytes);
        Assert.Equal((550, 550), (first.Count, second.Count));
    }

    private sealed class Counter : IStoredRecordObserver
    {
        public int Count { get; private set; }

        public void Stored(in GatewayRecord record) => Count++;
    }
}
