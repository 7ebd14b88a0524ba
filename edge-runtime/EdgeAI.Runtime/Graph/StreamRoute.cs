using EdgeAI.Device.Time;
using EdgeAI.Device.Wire;
using EdgeAI.Runtime.Edges;
using EdgeAI.Runtime.Metrics;
using EdgeAI.Runtime.Samples;

namespace EdgeAI.Runtime.Graph;

/// <summary>The way of one stream inside the robot: from the frame that arrived, over its bounded edge, to the stages that take it.</summary>
/// <param name="id">The stream.</param>
/// <param name="name">Its name in the profile.</param>
public abstract class StreamRoute(StreamId id, string name)
{
    /// <summary>The stream.</summary>
    public StreamId Id { get; } = id;

    /// <summary>The stream's name in the profile.</summary>
    public string Name { get; } = name;

    /// <summary>What arrived, what is missing, what failed.</summary>
    public StreamCounters Counters { get; } = new();

    /// <summary>From sensed to taken by every stage.</summary>
    public LatencyHistogram Latency { get; } = new();

    /// <summary>The edge between arrival and stages.</summary>
    public abstract EdgeLedger Ledger { get; }

    /// <summary>Decodes a frame's payload into the edge. Under <see cref="DropPolicy.Block"/> a full edge is drained first: producer and consumer are one thread.</summary>
    /// <param name="receiver">Holds the frame.</param>
    /// <param name="stamp">The reading's stamp on the robot's timeline.</param>
    /// <returns>How decoding ended.</returns>
    public abstract FrameStatus Accept(FrameReceiver receiver, in Stamp stamp);

    /// <summary>Hands every waiting reading to the stages, in order.</summary>
    /// <returns>How many readings were delivered.</returns>
    public abstract int Drain();
}
