using EdgeAI.Device.Time;
using EdgeAI.Runtime.Graph;
using EdgeAI.Runtime.Samples;

namespace EdgeAI.Benchmarks.Replays;

/// <summary>Takes frames and forgets them: what is measured ends at the graph's way out.</summary>
internal sealed class NowhereSink : IFrameSink
{
    public void Accept(StreamId stream, in Stamp stamp, ReadOnlySpan<byte> frame)
    {
    }
}
