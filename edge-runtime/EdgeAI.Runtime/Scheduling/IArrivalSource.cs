namespace EdgeAI.Runtime.Scheduling;

/// <summary>Something whose arrivals the operating system can tell of, so that a thread need not look for them.</summary>
public interface IArrivalSource
{
    /// <summary>The file descriptor that can be read when something has arrived; -1 while there is none. For the thread that reads it.</summary>
    int Descriptor { get; }
}
