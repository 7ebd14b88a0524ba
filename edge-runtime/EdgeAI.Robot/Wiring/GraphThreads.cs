using EdgeAI.Profiles;
using EdgeAI.Profiles.Threads;
using EdgeAI.Robot.Boards;
using EdgeAI.Runtime.Graph;
using EdgeAI.Runtime.Outlets;
using EdgeAI.Runtime.Scheduling;

namespace EdgeAI.Robot.Wiring;

/// <summary>Makes the threads that step a live robot's graph, as its profile says.</summary>
internal static class GraphThreads
{
    /// <summary>Makes them, one for each part of the graph.</summary>
    /// <param name="parts">The robot.</param>
    /// <param name="outlet">What has its heart beat with all of them; null for nothing.</param>
    public static LiveExecutor Make(RobotParts parts, Outlet? outlet)
    {
        OutletHeart? heart = outlet is null ? null : new OutletHeart(outlet, parts.Clock, parts.Graph.Partitions.Count);
        return new LiveExecutor([.. parts.Graph.Partitions.Select((partition, part) =>
        {
            IStepper stepper = heart is null ? partition : new BeatingStepper(partition, heart, part);
            return (ThreadOf(parts, partition, stepper), stepper);
        })]);
    }

    private static GraphThread ThreadOf(RobotParts parts, GraphPartition partition, IStepper stepper)
    {
        IArrivalSource[] arrivals = [.. partition.Intakes.Select(static intake => intake.Link).OfType<IArrivalSource>()];
        partition.Wake.Watch(arrivals);
        foreach (MemoryLink memory in arrivals.OfType<MemoryLink>())
        {
            memory.Wake = partition.Wake;
        }

        bool isWoken = partition.Wake.CanWatch && arrivals.Length == partition.Intakes.Count;
        return new GraphThread(OptionsOf(parts.Profile, partition), stepper, partition.Wake, isWoken, parts.Clock);
    }

    private static ThreadOptions OptionsOf(Profile profile, GraphPartition partition) => profile.Threads.FirstOrDefault(candidate => candidate.Name == partition.Name) is { } thread
        ? new ThreadOptions
        {
            Name = thread.Name,
            Scheduling = thread.Scheduling == SchedulingKind.Fifo ? ThreadScheduling.Fifo : ThreadScheduling.Normal,
            Priority = thread.Priority ?? 1,
            Cpus = thread.Cpus,
            LockMemory = thread.LockMemory,
            Strict = thread.Privileges == PrivilegeHandling.Strict,
        }
        : new ThreadOptions { Name = partition.Name };
}
