namespace EdgeAI.Profiles.Queues;

/// <summary>A bounded queue and what it does when it is full.</summary>
public sealed record QueueProfile
{
    /// <summary>How many entries the queue holds; 1 for <see cref="QueuePolicy.LatestOnly"/>.</summary>
    public required int Capacity { get; init; }

    /// <summary>What happens to an entry that finds the queue full.</summary>
    public required QueuePolicy Policy { get; init; }

    /// <summary>Of how many entries one is taken, for <see cref="QueuePolicy.EveryNth"/>; null for the others.</summary>
    public int? Every { get; init; }
}
