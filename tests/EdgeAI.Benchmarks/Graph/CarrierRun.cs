using System.Diagnostics;
using EdgeAI.Runtime.Metrics;

namespace EdgeAI.Benchmarks.Graph;

/// <summary>Sends items at a pace and takes them on another thread.</summary>
internal static class CarrierRun
{
    /// <summary>Sends and records each item's way.</summary>
    public static void Send(ICarrier carrier, int items, TimeSpan pause, bool isAsleep, LatencyHistogram latency)
    {
        double nanosecondsPerTick = 1e9 / Stopwatch.Frequency;
        Thread consumer = new(() =>
        {
            for (int taken = 0; taken < items;)
            {
                if (carrier.TryTake(out long departure))
                {
                    latency.Record((long)((Stopwatch.GetTimestamp() - departure) * nanosecondsPerTick));
                    taken++;
                }
                else if (isAsleep)
                {
                    carrier.Wait();
                }
                else
                {
                    Thread.SpinWait(1);
                }
            }
        });
        consumer.Start();
        long next = Stopwatch.GetTimestamp();
        for (int item = 0; item < items; item++)
        {
            // A sleeping sender would measure its own waking too.
            while (Stopwatch.GetElapsedTime(next) < pause)
            {
                Thread.SpinWait(10);
            }

            next = Stopwatch.GetTimestamp();
            carrier.Send(Stopwatch.GetTimestamp());
        }

        consumer.Join();
    }
}
