namespace EdgeAI.Profiles.Threads;

/// <summary>A thread that steps the graph, and what it asks of the operating system for itself alone.</summary>
public sealed record ThreadProfile
{
    /// <summary>The thread's name.</summary>
    public required string Name { get; init; }

    /// <summary>The names of the boards that it looks after; the first thread also has those that no thread names.</summary>
    public required IReadOnlyList<string> Boards { get; init; }

    /// <summary>How the operating system chooses when it runs.</summary>
    public required SchedulingKind Scheduling { get; init; }

    /// <summary>The priority among <see cref="SchedulingKind.Fifo"/> threads, 1 to 99, the highest first; null for the others.</summary>
    public int? Priority { get; init; }

    /// <summary>The processors that it may run on, from 0; empty for any.</summary>
    public required IReadOnlyList<int> Cpus { get; init; }

    /// <summary>Whether its stack is kept in memory.</summary>
    public required bool LockMemory { get; init; }

    /// <summary>What happens when one of these is refused.</summary>
    public required PrivilegeHandling Privileges { get; init; }
}
