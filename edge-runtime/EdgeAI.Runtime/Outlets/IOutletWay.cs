namespace EdgeAI.Runtime.Outlets;

/// <summary>One way out of the robot's process to controllers on the same machine.</summary>
public interface IOutletWay : IDisposable
{
    /// <summary>Where readers find it.</summary>
    string Path { get; }

    /// <summary>How often the way wants to hear <see cref="Beat"/> at most, nanoseconds; <see cref="long.MaxValue"/> where it has no use for it.</summary>
    long BeatEvery { get; }

    /// <summary>Sends one item. Waits for no reader and allocates nothing; called by one thread at a time.</summary>
    /// <param name="item">The item (OUTLET.md, "Item"). Borrowed for the length of the call.</param>
    void Send(ReadOnlySpan<byte> item);

    /// <summary>Says that the robot's graph ran at an instant, whether or not it has anything to tell. Called by one thread at a time.</summary>
    /// <param name="nanoseconds">The instant on the robot's timeline.</param>
    void Beat(long nanoseconds);
}
