using EdgeAI.Runtime.Edges;
using EdgeAI.Runtime.Graph;

namespace EdgeAI.Robot.Wiring;

/// <summary>One part of a graph while it is built.</summary>
/// <param name="name">The name of its thread.</param>
internal sealed class GraphPart(string name)
{
    public string Name => name;

    public WakeSignal Wake { get; } = new();

    public List<FrameIntake> Intakes { get; } = [];

    public List<StreamInlet> Inlets { get; } = [];

    public List<StageRunner> Stages { get; } = [];

    public GraphPartition Build() => new(name, [.. Intakes], [.. Inlets], [.. Stages], Wake);
}
