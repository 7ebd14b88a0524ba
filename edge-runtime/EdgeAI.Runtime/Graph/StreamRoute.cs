using EdgeAI.Device.Time;
using EdgeAI.Device.Wire;
using EdgeAI.Runtime.Samples;

namespace EdgeAI.Runtime.Graph;

/// <summary>The way of one board's stream inside the robot: from the frame that arrived into the inlet of each graph thread that takes it.</summary>
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

    /// <summary>Where the stream enters graph threads, one inlet for each; empty for a stream that is only looked at.</summary>
    public virtual IReadOnlyList<StreamInlet> Inlets => [];

    /// <summary>Decodes a frame's payload into the inlets.</summary>
    /// <param name="receiver">Holds the frame.</param>
    /// <param name="stamp">The reading's stamp on the robot's timeline.</param>
    /// <returns>How decoding ended.</returns>
    public abstract FrameStatus Accept(FrameReceiver receiver, in Stamp stamp);
}
