using EdgeAI.Device.Messages;
using EdgeAI.Runtime.Samples;

namespace EdgeAI.Tests.Runtime.Boards;

/// <summary>Holds the stamp of each reading against the truth that it carries.</summary>
internal sealed class TruthConsumer : ISampleConsumer<ForceStamped>
{
    public List<long> Bounds { get; } = new(100_000);

    public bool Keeps { get; set; } = true;

    public long Unknown { get; private set; }

    public long Known { get; private set; }

    public long Violations { get; private set; }

    /// <summary>The largest part of a bound that was used.</summary>
    public double Tightest { get; private set; }

    public void Take(in Sample<ForceStamped> sample)
    {
        if (sample.Stamp.UncertaintyNanoseconds == long.MaxValue)
        {
            Unknown++;
            return;
        }

        Known++;
        long off = Math.Abs(sample.Stamp.Nanoseconds - TruthSensor.TruthOf(sample.Value));
        Violations += off > sample.Stamp.UncertaintyNanoseconds ? 1 : 0;
        Tightest = Math.Max(Tightest, (double)off / sample.Stamp.UncertaintyNanoseconds);
        if (Keeps)
        {
            Bounds.Add(sample.Stamp.UncertaintyNanoseconds);
        }
    }
}
