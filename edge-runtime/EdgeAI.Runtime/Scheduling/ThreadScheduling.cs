namespace EdgeAI.Runtime.Scheduling;

/// <summary>How the operating system chooses when a graph thread runs.</summary>
public enum ThreadScheduling
{
    /// <summary>Shares the processor with every other thread by fairness (SCHED_OTHER).</summary>
    Normal,

    /// <summary>Runs before every normal thread until it rests or one of higher priority wants to (SCHED_FIFO, Linux).</summary>
    Fifo,
}
