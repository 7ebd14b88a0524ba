namespace EdgeAI.Runtime.Edges;

/// <summary>
/// Wakes the one thread that waits for work. To set it costs one exchange where the thread is awake, and a call of the system only where
/// it sleeps. Nothing is lost: a signal that comes between looking for work and waiting ends that waiting at once. Allocates nothing
/// after construction.
/// </summary>
/// <remarks>
/// One word says what is going on: nothing, signalled, or asleep. <see cref="Set"/> exchanges it for "signalled" and raises the event only
/// if it was "asleep". <see cref="Wait"/> first takes a signal back, and goes to sleep only by a compare-and-exchange from "nothing": a
/// signal in between makes that fail. Both are full fences, so whatever the setter wrote before is seen by whoever wakes. An event
/// that was raised for a sleep that had timed out already ends the next sleep too early, which costs one look for work.
/// </remarks>
public sealed class WakeSignal : IDisposable
{
    private const int Nothing = 0;
    private const int Signalled = 1;
    private const int Asleep = 2;

    private readonly AutoResetEvent _event = new(false);
    private int _state;

    /// <summary>There is work. Any thread; never waits.</summary>
    public void Set()
    {
        // Where the signal stands already, there is nothing to add to it: the waiting thread looks at everything.
        if (Volatile.Read(ref _state) != Signalled && Interlocked.Exchange(ref _state, Signalled) == Asleep)
        {
            _event.Set();
        }
    }

    /// <summary>Waits for a signal. Only for the one thread that does the work.</summary>
    /// <param name="longest">The longest that it waits.</param>
    /// <returns>Whether there was a signal, rather than the time being up.</returns>
    public bool Wait(TimeSpan longest)
    {
        if (Interlocked.CompareExchange(ref _state, Asleep, Nothing) == Nothing)
        {
            _event.WaitOne(longest);
        }

        return Interlocked.Exchange(ref _state, Nothing) == Signalled;
    }

    /// <inheritdoc/>
    public void Dispose() => _event.Dispose();
}
