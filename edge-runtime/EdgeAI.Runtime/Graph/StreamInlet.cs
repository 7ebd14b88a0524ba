using EdgeAI.Runtime.Edges;
using EdgeAI.Runtime.Metrics;

namespace EdgeAI.Runtime.Graph;

/// <summary>Where a stream enters a graph thread: a bounded edge, and behind it the stages of that thread that take the stream.</summary>
public abstract class StreamInlet
{
    /// <summary>What became of everything that was put in.</summary>
    public abstract IEdgeAccount Account { get; }

    /// <summary>From sensed to taken by every stage behind the edge.</summary>
    public LatencyHistogram Latency { get; } = new();

    /// <summary>Hands the waiting samples to the stages, in order; what comes meanwhile waits for the next time. On the stages' thread.</summary>
    /// <returns>How many were delivered.</returns>
    public abstract int Drain();

    /// <summary>Drops and counts whatever comes from now on: the thread behind the edge has ended. Any thread.</summary>
    public abstract void Stop();
}
