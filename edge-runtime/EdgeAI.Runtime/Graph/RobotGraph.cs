using EdgeAI.Runtime.Scheduling;

namespace EdgeAI.Runtime.Graph;

/// <summary>
/// Everything that one executor thread steps through: doors, then routes, in the profile's order. The order is fixed, so that
/// the same frames at the same virtual instants give the same decisions.
/// </summary>
/// <param name="intakes">The doors, one per board.</param>
/// <param name="routes">The streams.</param>
/// <param name="stages">The stages that the routes feed.</param>
public sealed class RobotGraph(FrameIntake[] intakes, StreamRoute[] routes, StageRunner[] stages) : IStepper
{
    /// <summary>The doors, one per board.</summary>
    public IReadOnlyList<FrameIntake> Intakes => intakes;

    /// <summary>The streams.</summary>
    public IReadOnlyList<StreamRoute> Routes => routes;

    /// <summary>The stages that the routes feed.</summary>
    public IReadOnlyList<StageRunner> Stages => stages;

    /// <inheritdoc/>
    public bool Step()
    {
        int work = 0;
        foreach (FrameIntake intake in intakes)
        {
            work += intake.Poll();
        }

        foreach (StreamRoute route in routes)
        {
            work += route.Drain();
        }

        return work > 0;
    }
}
