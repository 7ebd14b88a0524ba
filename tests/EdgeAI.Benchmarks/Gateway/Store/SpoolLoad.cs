using System.Diagnostics;
using EdgeAI.Gateway.Spool;

namespace EdgeAI.Benchmarks.Gateway.Store;

/// <summary>Publishes that are offered to a spool without MQTT: so many outstanding at once, each request used again once it is settled.</summary>
internal sealed class SpoolLoad(RecordSpool spool, int outstanding, int frameLength) : IStoreListener
{
    private readonly Stack<LoadedRequest> _free = new();
    private readonly object _gate = new();
    private int _waiting;

    /// <summary>The publishes that were stored.</summary>
    public long Stored { get; private set; }

    /// <summary>Each publish's time from offering to its end, in stopwatch ticks.</summary>
    public List<long> Ticks { get; } = [];

    /// <summary>Offers publishes as fast as they are settled, for a time.</summary>
    public void Run(TimeSpan time)
    {
        byte[] frame = new byte[frameLength];
        for (int index = 0; index < outstanding; index++)
        {
            _free.Push(new LoadedRequest(this, frame));
        }

        long began = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(began) < time)
        {
            Offer();
        }

        Drain();
    }

    /// <summary>Offers publishes at a rate, for a time.</summary>
    public void RunAt(double perSecond, TimeSpan time)
    {
        byte[] frame = new byte[frameLength];
        for (int index = 0; index < outstanding; index++)
        {
            _free.Push(new LoadedRequest(this, frame));
        }

        long began = Stopwatch.GetTimestamp();
        long offered = 0;
        while (Stopwatch.GetElapsedTime(began) < time)
        {
            double due = Stopwatch.GetElapsedTime(began).TotalSeconds * perSecond;
            while (offered < due)
            {
                Offer();
                offered++;
            }

            Thread.Sleep(1);
        }

        Drain();
    }

    public void Settled(StoreRequest request)
    {
        LoadedRequest settled = (LoadedRequest)request;
        lock (_gate)
        {
            Stored += request.Status == StoreStatus.Stored ? 1 : throw new InvalidOperationException($"the spool answered {request.Status}");
            Ticks.Add(Stopwatch.GetTimestamp() - settled.Offered);
            _waiting--;
            _free.Push(settled);
            Monitor.Pulse(_gate);
        }
    }

    private void Offer()
    {
        LoadedRequest? request;
        lock (_gate)
        {
            while (!_free.TryPop(out request))
            {
                Monitor.Wait(_gate);
            }

            _waiting++;
        }

        request.Prepare();
        spool.Enqueue(request);
    }

    private void Drain()
    {
        lock (_gate)
        {
            while (_waiting > 0)
            {
                Monitor.Wait(_gate);
            }
        }
    }

    private sealed class LoadedRequest(SpoolLoad load, byte[] frame) : StoreRequest(load)
    {
        private static readonly byte[] RobotName = "robot-1"u8.ToArray();

        public long Offered { get; private set; }

        public void Prepare()
        {
            Offered = Stopwatch.GetTimestamp();
            Fill("robot-1", RobotName, frame, 0, 0, 1, 1_795_000_000_000_000_000, null);
        }
    }
}
