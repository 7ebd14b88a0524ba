using EdgeAI.Runtime.Cameras;
using EdgeAI.Runtime.Edges;
using EdgeAI.Runtime.Scheduling;

namespace EdgeAI.Runtime.Graph;

/// <summary>
/// Everything that perceives, in the parts that each have a thread of their own. Stepped as a whole it steps them in their order on one
/// thread, as a replay does.
/// </summary>
public sealed class RobotGraph : IStepper
{
    private readonly GraphPartition[] _partitions;

    /// <summary>Makes a graph of parts.</summary>
    /// <param name="partitions">The parts, at least one, in the order in which they are stepped.</param>
    /// <param name="routes">The boards' streams, which feed the parts' inlets.</param>
    /// <param name="cameras">The cameras, which feed them, too; null for none.</param>
    public RobotGraph(GraphPartition[] partitions, StreamRoute[] routes, CameraRoute[]? cameras = null)
    {
        ArgumentNullException.ThrowIfNull(partitions);
        ArgumentOutOfRangeException.ThrowIfZero(partitions.Length);
        _partitions = partitions;
        Routes = routes;
        Cameras = cameras ?? [];
        Intakes = [.. partitions.SelectMany(static partition => partition.Intakes)];
        Stages = [.. partitions.SelectMany(static partition => partition.Stages)];
        Ledger = new GraphLedger(partitions.SelectMany(static partition => partition.Inlets).Select(static inlet => inlet.Account));
    }

    /// <summary>Makes a graph of one part.</summary>
    /// <param name="intakes">The doors, one per board.</param>
    /// <param name="routes">The streams.</param>
    /// <param name="stages">The stages that the routes feed.</param>
    public RobotGraph(FrameIntake[] intakes, StreamRoute[] routes, StageRunner[] stages)
        : this([new GraphPartition("graph", intakes, [.. routes.SelectMany(static route => route.Inlets)], stages, new WakeSignal())], routes)
    {
    }

    /// <summary>The parts, each for a thread of its own.</summary>
    public IReadOnlyList<GraphPartition> Partitions => _partitions;

    /// <summary>The doors, one per board.</summary>
    public IReadOnlyList<FrameIntake> Intakes { get; }

    /// <summary>The boards' streams.</summary>
    public IReadOnlyList<StreamRoute> Routes { get; }

    /// <summary>The robot's own cameras.</summary>
    public IReadOnlyList<CameraRoute> Cameras { get; }

    /// <summary>The stages.</summary>
    public IReadOnlyList<StageRunner> Stages { get; }

    /// <summary>The account of every edge.</summary>
    public GraphLedger Ledger { get; }

    /// <inheritdoc/>
    public bool Step()
    {
        bool worked = false;
        foreach (GraphPartition partition in _partitions)
        {
            worked |= partition.Step();
        }

        return worked;
    }

    /// <summary>Nothing will come of any board any more: what waits in joins is answered with what there is, or counted. After every thread has ended.</summary>
    public void Close()
    {
        // What feeds others comes first: a join is closed once everything has come that it takes.
        foreach (StageRunner stage in Stages.Where(static stage => stage.Waiting is not null).OrderByDescending(static stage => stage.Reach))
        {
            stage.Waiting!.Close();
            while (Step())
            {
            }
        }
    }
}
