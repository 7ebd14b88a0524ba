using EdgeAI.Profiles;
using EdgeAI.Profiles.Boards;
using EdgeAI.Profiles.Stages;
using EdgeAI.Profiles.Threads;
using EdgeAI.Runtime.Graph;

namespace EdgeAI.Robot.Wiring;

/// <summary>Which part of the graph each board and stage belongs to.</summary>
internal sealed class GraphParts
{
    private readonly Profile _profile;
    private readonly GraphPart[] _parts;

    /// <summary>Makes a part for each thread.</summary>
    /// <param name="threads">The threads; none for one part that holds everything.</param>
    /// <param name="profile">The profile.</param>
    public GraphParts(IReadOnlyList<ThreadProfile> threads, Profile profile)
    {
        _profile = profile;
        _parts = threads.Count == 0 ? [new GraphPart("graph")] : [.. threads.Select(static thread => new GraphPart(thread.Name))];
    }

    /// <summary>The part that looks after a board.</summary>
    public GraphPart Of(BoardProfile board) => Named(_profile.BoardEntries.First(entry => entry.Id == board.Id).Thread);

    /// <summary>The part that runs a stage. An alternative runs where the stage does that it stands in for.</summary>
    public GraphPart Of(StageProfile stage) => Named((_profile.Stages.FirstOrDefault(other => other.Alternative == stage.Name) ?? stage).Thread);

    /// <summary>The parts, in the order of the profile's threads.</summary>
    public GraphPartition[] Build() => [.. _parts.Select(static part => part.Build())];

    private GraphPart Named(string? thread) => _parts.FirstOrDefault(part => part.Name == thread) ?? _parts[0];
}
