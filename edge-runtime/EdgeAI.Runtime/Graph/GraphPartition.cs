using EdgeAI.Runtime.Edges;
using EdgeAI.Runtime.Fusion;
using EdgeAI.Runtime.Scheduling;

namespace EdgeAI.Runtime.Graph;

/// <summary>
/// The part of a graph that one thread steps: doors, then inlets, then joins that wait, in the profile's order, which is fixed, so that the same frames at the
/// same virtual instants give the same answers. Nothing but inlets comes in from other threads.
/// </summary>
/// <param name="name">The thread's name in the profile.</param>
/// <param name="intakes">The doors of the boards that the thread looks after.</param>
/// <param name="inlets">Where streams enter the thread.</param>
/// <param name="stages">The stages that run on it.</param>
/// <param name="wake">Is set when something came into an inlet from another thread.</param>
public sealed class GraphPartition(string name, FrameIntake[] intakes, StreamInlet[] inlets, StageRunner[] stages, WakeSignal wake) : IStepper
{
    private readonly IWaitingJoin[] _joins = [.. stages.Select(static stage => stage.Waiting).OfType<IWaitingJoin>()];

    /// <summary>The thread's name in the profile.</summary>
    public string Name { get; } = name;

    /// <summary>The doors of the boards that the thread looks after.</summary>
    public IReadOnlyList<FrameIntake> Intakes => intakes;

    /// <summary>Where streams enter the thread.</summary>
    public IReadOnlyList<StreamInlet> Inlets => inlets;

    /// <summary>The stages that run on the thread.</summary>
    public IReadOnlyList<StageRunner> Stages => stages;

    /// <summary>Is set when something came into an inlet from another thread: what the thread waits for when it has nothing to do.</summary>
    public WakeSignal Wake => wake;

    /// <inheritdoc/>
    public bool Step()
    {
        int work = 0;
        foreach (FrameIntake intake in intakes)
        {
            work += intake.Poll();
        }

        bool worked = DrainInlets() + work > 0;
        foreach (IWaitingJoin join in _joins)
        {
            worked |= join.Step();
        }

        return worked;
    }

    /// <summary>Hands on what waits in inlets. Doors are not looked at: a board elsewhere goes on sending.</summary>
    /// <returns>Whether there was anything to do.</returns>
    public bool Drain() => DrainInlets() > 0;

    /// <inheritdoc/>
    public void Stop()
    {
        foreach (StreamInlet inlet in inlets)
        {
            inlet.Stop();
        }
    }

    private int DrainInlets()
    {
        int delivered = 0;
        foreach (StreamInlet inlet in inlets)
        {
            delivered += inlet.Drain();
        }

        return delivered;
    }
}
