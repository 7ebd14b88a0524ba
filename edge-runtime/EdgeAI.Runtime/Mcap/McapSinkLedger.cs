namespace EdgeAI.Runtime.Mcap;

/// <summary>What became of every message that a recorder was given: produced = written + dropped(reason) + in flight.</summary>
/// <param name="Produced">Messages given.</param>
/// <param name="Written">Messages in the file, as the operating system has it.</param>
/// <param name="QueueFull">Messages dropped because the disk was behind.</param>
/// <param name="TooLarge">Messages dropped because they were larger than a chunk.</param>
/// <param name="WriteFailed">Messages dropped because their chunk could not be written.</param>
/// <param name="Ended">Messages dropped because the recording had ended.</param>
/// <param name="InFlight">Messages in chunks that are not written yet.</param>
public readonly record struct McapSinkLedger(long Produced, long Written, long QueueFull, long TooLarge, long WriteFailed, long Ended, long InFlight)
{
    /// <summary>Messages dropped for any reason.</summary>
    public long Dropped => QueueFull + TooLarge + WriteFailed + Ended;

    /// <summary>Whether every message is accounted for.</summary>
    public bool IsBalanced => Produced == Written + Dropped + InFlight;
}
