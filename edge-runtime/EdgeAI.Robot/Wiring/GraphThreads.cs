using EdgeAI.Device.Board;
using EdgeAI.Profiles;
using EdgeAI.Profiles.Threads;
using EdgeAI.Runtime.Scheduling;

namespace EdgeAI.Robot.Wiring;

/// <summary>Makes the threads that step a live robot's graph, as its profile says.</summary>
internal static class GraphThreads
{
    private const string DefaultName = "graph";

    /// <summary>Makes them.</summary>
    /// <param name="parts">The robot.</param>
    /// <param name="links">The robot's ends of the links to its boards.</param>
    public static LiveExecutor Make(RobotParts parts, IEnumerable<ILink> links)
    {
        ILink[] ends = [.. links];
        IArrivalSource[] arrivals = [.. ends.OfType<IArrivalSource>()];
        GraphThread thread = new(OptionsOf(parts.Profile), parts.Graph, arrivals, isWoken: arrivals.Length == ends.Length, parts.Clock);
        return new LiveExecutor([(thread, parts.Graph)]);
    }

    private static ThreadOptions OptionsOf(Profile profile) => profile.Threads is [ThreadProfile thread]
        ? new ThreadOptions
        {
            Name = thread.Name,
            Scheduling = thread.Scheduling == SchedulingKind.Fifo ? ThreadScheduling.Fifo : ThreadScheduling.Normal,
            Priority = thread.Priority ?? 1,
            Cpus = thread.Cpus,
            LockMemory = thread.LockMemory,
            Strict = thread.Privileges == PrivilegeHandling.Strict,
        }
        : new ThreadOptions { Name = DefaultName };
}
