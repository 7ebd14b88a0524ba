namespace EdgeAI.Runtime.Scheduling;

/// <summary>What a graph thread asks of the operating system. Holds for that one thread, never for the process.</summary>
public sealed record ThreadOptions
{
    /// <summary>The thread's name, in messages, metrics and, cut to 15 characters, in /proc.</summary>
    public required string Name { get; init; }

    /// <summary>How the operating system chooses when the thread runs.</summary>
    public ThreadScheduling Scheduling { get; init; }

    /// <summary>The priority among <see cref="ThreadScheduling.Fifo"/> threads, 1 to 99, the highest first; of no meaning to the others.</summary>
    public int Priority { get; init; } = 1;

    /// <summary>The processors that the thread may run on, from 0; empty for any.</summary>
    public IReadOnlyList<int> Cpus { get; init; } = [];

    /// <summary>Whether the thread's stack is kept in memory, every page of it present before the first step.</summary>
    public bool LockMemory { get; init; }

    /// <summary>Whether the thread refuses to start where one of these is not granted; if not, it runs without and says so.</summary>
    public bool Strict { get; init; }
}
