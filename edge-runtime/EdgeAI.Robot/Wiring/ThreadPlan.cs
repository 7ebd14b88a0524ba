using EdgeAI.Profiles;
using EdgeAI.Profiles.Boards;
using EdgeAI.Profiles.Cameras;
using EdgeAI.Profiles.Stages;
using EdgeAI.Profiles.Threads;

namespace EdgeAI.Robot.Wiring;

/// <summary>Which graph thread looks after which board and runs which stage: a stage runs where it says, or else where the boards are that it takes from.</summary>
/// <param name="profile">The profile, which has been checked: a stage that takes from boards of several threads says where it runs.</param>
internal sealed class ThreadPlan(Profile profile)
{
    private const string DefaultName = "graph";

    /// <summary>The threads' names, at least one, in the profile's order.</summary>
    public IReadOnlyList<string> Names { get; } = profile.Threads.Count == 0 ? [DefaultName] : [.. profile.Threads.Select(static thread => thread.Name)];

    /// <summary>The number of a board's thread; a board that no thread names belongs to the first.</summary>
    public int ThreadOf(BoardProfile board)
    {
        foreach ((int index, ThreadProfile thread) in profile.Threads.Index())
        {
            if (thread.Boards.Contains(board.Name))
            {
                return index;
            }
        }

        return 0;
    }

    /// <summary>The number of the thread that a camera names; the first where it names none.</summary>
    public int ThreadOf(CameraProfile camera) => camera.Thread is { } own ? profile.Threads.Index().First(thread => thread.Item.Name == own).Index : 0;

    /// <summary>The number of a stage's thread. An alternative runs where the stage does that it stands in for.</summary>
    public int ThreadOf(StageProfile stage)
    {
        StageProfile running = profile.Stages.FirstOrDefault(other => other.Alternative == stage.Name) ?? stage;
        if (running.Thread is { } own)
        {
            return profile.Threads.Index().First(thread => thread.Item.Name == own).Index;
        }

        string input = running.InputNames[0];
        if (profile.Cameras.FirstOrDefault(camera => camera.Name == input) is { } camera)
        {
            return ThreadOf(camera);
        }

        BoardProfile? board = profile.Boards.FirstOrDefault(board => board.Sensors.Any(sensor => sensor.Name == input));
        return board is not null ? ThreadOf(board) : ThreadOf(profile.Stages.First(source => source.Name == input));
    }
}
