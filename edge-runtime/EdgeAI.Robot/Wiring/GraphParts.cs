using EdgeAI.Profiles;
using EdgeAI.Profiles.Boards;
using EdgeAI.Profiles.Cameras;
using EdgeAI.Profiles.Stages;
using EdgeAI.Runtime.Graph;

namespace EdgeAI.Robot.Wiring;

/// <summary>The parts of a graph while it is built, one for each thread.</summary>
/// <param name="profile">The profile.</param>
/// <param name="isOne">Whether one part holds everything, whatever the profile's threads.</param>
internal sealed class GraphParts(Profile profile, bool isOne)
{
    private readonly ThreadPlan _plan = new(profile);
    private readonly GraphPart[] _parts = [.. new ThreadPlan(profile).Names.Take(isOne ? 1 : int.MaxValue).Select(static name => new GraphPart(name))];

    /// <summary>The part that looks after a board.</summary>
    public GraphPart Of(BoardProfile board) => _parts[isOne ? 0 : _plan.ThreadOf(board)];

    /// <summary>The part of the stages that take a camera's images and name none of their own.</summary>
    public GraphPart Of(CameraProfile camera) => _parts[isOne ? 0 : _plan.ThreadOf(camera)];

    /// <summary>The part that runs a stage.</summary>
    public GraphPart Of(StageProfile stage) => _parts[isOne ? 0 : _plan.ThreadOf(stage)];

    /// <summary>The parts, in the order of the profile's threads.</summary>
    public GraphPartition[] Build() => [.. _parts.Select(static part => part.Build())];
}
