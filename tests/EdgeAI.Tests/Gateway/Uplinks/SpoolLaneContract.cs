using EdgeAI.Gateway.Spool.Lanes;
using EdgeAI.Records;

namespace EdgeAI.Tests.Gateway.Uplinks;

/// <summary>What the uplink leans on in a lane; inherited by the tests of each kind of lane.</summary>
public abstract class SpoolLaneContract : IDisposable
{
    private readonly GatewayBatchWriter _batch = new("gateway", 1, 64 << 10);

    public void Dispose()
    {
        _batch.Dispose();
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    [Fact]
    public void Lane_Empty_HasNoOldestAndReadsNothing()
    {
        using ISpoolLane lane = Make([]);
        Assert.Equal(0, lane.Oldest);
        Assert.Equal(0, lane.Newest);
        Assert.Equal(0, lane.Records);
        Assert.Empty(Read(lane, 0, long.MaxValue, 10, out long last));
        Assert.Equal(0, last);
    }

    [Fact]
    public void Read_SequencesWithHoles_GivesThemInOrderFromAfterThroughTheEnd()
    {
        using ISpoolLane lane = Make([2, 3, 7, 8, 12]);
        Assert.Equal(2, lane.Oldest);
        Assert.Equal(12, lane.Newest);
        Assert.Equal(5, lane.Records);
        Assert.Equal([2, 3, 7], Read(lane, 0, 7, 10, out long last));
        Assert.Equal(7, last);
        Assert.Equal([8, 12], Read(lane, 7, long.MaxValue, 10, out last));
        Assert.Equal(12, last);
        Assert.Equal([3, 7], Read(lane, 2, long.MaxValue, 2, out last));
        Assert.Equal(7, last);
        Assert.Empty(Read(lane, 12, long.MaxValue, 10, out last));
        Assert.Equal(12, last);
    }

    [Fact]
    public void Read_StretchWithoutARecord_PassesByAllOfIt()
    {
        using ISpoolLane lane = Make([2, 3, 7, 8, 12]);
        Assert.Empty(Read(lane, 3, 6, 10, out long last));
        Assert.Equal(6, last);
        Assert.Equal([3, 7], Read(lane, 2, 7, 10, out last));
        Assert.Equal(7, last);
        Assert.Equal([8], Read(lane, 7, 10, 10, out last));
        Assert.Equal(8, last);
        Assert.Empty(Read(lane, 8, 10, 10, out last));
        Assert.Equal(10, last);
        Assert.Empty(Read(lane, 12, 20, 10, out last));
        Assert.Equal(12, last);
    }

    [Fact]
    public async Task Release_StretchInTheMiddle_IsGoneAndTheRestStays()
    {
        using ISpoolLane lane = Make([2, 3, 7, 8, 12]);
        lane.Release(4, 8);
        await Eventually.HoldsAsync(() => Read(lane, 0, long.MaxValue, 10, out _).SequenceEqual([2L, 3, 12]), "the middle is gone");
        Assert.Equal(2, lane.Oldest);
        Assert.Equal(3, lane.Records);
        lane.Release(1, 3);
        await Eventually.HoldsAsync(() => lane.Oldest == 12, "the beginning is gone");
        lane.Release(9, 12);
        await Eventually.HoldsAsync(() => lane.Oldest == 0, "everything is gone");
        Assert.Equal(12, lane.Newest);
    }

    [Fact]
    public void Read_BatchFull_StopsBeforeWhatDoesNotFit()
    {
        using ISpoolLane lane = Make([.. Enumerable.Range(1, 500).Select(value => (long)value)]);
        List<long> read = Read(lane, 0, long.MaxValue, 500, out long last);
        Assert.InRange(read.Count, 100, 499);
        Assert.Equal(read[^1], last);
        Assert.Equal(last + 1, Read(lane, last, long.MaxValue, 500, out _)[0]);
    }

    /// <summary>Makes a lane of the telemetry class with records of 200 B at some sequences.</summary>
    private protected abstract ISpoolLane Make(long[] sequences);

    private List<long> Read(ISpoolLane lane, long after, long through, int maximum, out long last)
    {
        _batch.Begin();
        last = lane.Read(after, through, maximum, _batch);
        List<long> sequences = [];
        if (_batch.Count > 0)
        {
            Assert.Equal(GatewayBatchRejection.None, GatewayBatchReader.Open(_batch.Finish().Span, out GatewayBatchReader opened));
            while (opened.MoveNext())
            {
                sequences.Add(opened.Current.Sequence);
            }
        }

        return sequences;
    }

    /// <summary>Lets go of what the kind of lane needs.</summary>
    protected virtual void Dispose(bool disposing)
    {
    }
}
