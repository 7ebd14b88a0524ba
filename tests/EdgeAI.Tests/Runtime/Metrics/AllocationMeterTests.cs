namespace EdgeAI.Tests.Runtime.Metrics;

public sealed class AllocationMeterTests
{
    private static object? _kept;

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(999)]
    public void Of_OneSmallArrayAmongThousandCalls_IsCounted(int which)
    {
        int call = 0;
        long bytes = Allocation.Of(
            () =>
            {
                if (call++ == which)
                {
                    _kept = new byte[1];
                }
            },
            calls: 1000,
            warmUpCalls: 0);

        // An array of one byte takes 32 bytes in a 64-bit process and 16 in a 32-bit one. The upper end is one piece that the collector took away.
        Assert.InRange(bytes, 16, 10_000);
    }

    [Fact]
    public void Of_WhileABackgroundCollectionEnds_IsZeroForWhatAllocatesNothing()
    {
        using BackgroundCollection collection = new();
        for (int round = 0; round < 50; round++)
        {
            collection.Begin();

            // Takes a fresh piece of the heap while the collection marks: the end of its marking takes the rest away, uncorrected.
            _kept = new object();
            Assert.Equal(0, Allocation.Of(collection.WaitForItsEnd, calls: 1, warmUpCalls: 0));
        }
    }

    [Fact]
    public void Of_WhileABackgroundCollectionEnds_StillCountsWhatIsAllocated()
    {
        using BackgroundCollection collection = new();
        collection.Begin();
        void AllocateMeanwhile()
        {
            _kept = new byte[100];
            collection.WaitForItsEnd();
        }

        Assert.InRange(Allocation.Of(AllocateMeanwhile, calls: 1, warmUpCalls: 0), 100, 10_000);
    }

    [Fact]
    public void Bytes_OnAnotherThread_IsMisuse()
    {
        AllocationMeter meter = AllocationMeter.Start();
        Exception? thrown = null;
        Thread other = new(() => thrown = Record.Exception(() => meter.Bytes));
        other.Start();
        other.Join();
        Assert.IsType<InvalidOperationException>(thrown);
    }

    /// <summary>One background collection at a time, with enough to mark that it lasts, and a thread that tells of its end without a byte for the one that waits.</summary>
    private sealed class BackgroundCollection : IDisposable
    {
        private readonly byte[][] _live = [.. Enumerable.Range(0, 100_000).Select(static _ => new byte[16])];
        private readonly AutoResetEvent _begun = new(false);
        private readonly AutoResetEvent _ended = new(false);
        private readonly Thread _watcher;
        private long _index;
        private volatile bool _stopping;

        public BackgroundCollection()
        {
            _watcher = new Thread(Watch) { IsBackground = true };
            _watcher.Start();
            Begin();
            WaitForItsEnd();
        }

        public void Begin()
        {
            _index = GC.GetGCMemoryInfo(GCKind.Background).Index;
            GC.Collect(2, GCCollectionMode.Forced, blocking: false);
        }

        public void WaitForItsEnd()
        {
            _begun.Set();
            _ended.WaitOne();
        }

        public void Dispose()
        {
            _stopping = true;
            _begun.Set();
            _watcher.Join();
            _begun.Dispose();
            _ended.Dispose();
            GC.KeepAlive(_live);
        }

        private void Watch()
        {
            while (_begun.WaitOne() && !_stopping)
            {
                while (GC.GetGCMemoryInfo(GCKind.Background).Index == _index)
                {
                    // Where the collector chose the foreground instead, there is no end to wait for: begins another.
                    GC.Collect(2, GCCollectionMode.Forced, blocking: false);
                    Thread.Yield();
                }

                _ended.Set();
            }
        }
    }
}
