using EdgeAI.Runtime.Samples;

namespace EdgeAI.Runtime.Fusion;

/// <summary>One preallocated place of a history.</summary>
/// <typeparam name="T">The payload.</typeparam>
/// <param name="payload">The payload's own place, refilled.</param>
internal sealed class HistoryEntry<T>(T payload)
{
    private T _payload = payload;

    /// <summary>The sample with the payload that is held here.</summary>
    public Sample<T> Sample { get; private set; }

    /// <summary>When it came, in nanoseconds on the robot's timeline.</summary>
    public long Arrival { get; private set; }

    /// <summary>Copies a sample here.</summary>
    public void Fill(in Sample<T> sample, long arrival)
    {
        PayloadCopy.Into(sample.Value, ref _payload);
        Sample = new Sample<T>(_payload, sample.Stamp, sample.Source, sample.Sequence, sample.Flags, sample.SpanNanoseconds);
        Arrival = arrival;
    }
}
