namespace EdgeAI.Runtime.Scheduling;

/// <summary>The threads of a live graph, one for each group of sources and stages that have a rate in common.</summary>
/// <param name="parts">The threads with what each steps, sources before what they feed.</param>
public sealed class LiveExecutor(IReadOnlyList<(GraphThread Thread, IStepper Stepper)> parts) : IDisposable
{
    private static readonly TimeSpan HangLimit = TimeSpan.FromSeconds(5);

    private Exception? _leftoverFailure;

    /// <summary>The threads, in the order in which they stop.</summary>
    public IEnumerable<GraphThread> Threads => parts.Select(static part => part.Thread);

    /// <summary>What ended one of the threads, if anything but <see cref="Stop"/> did.</summary>
    public Exception? Failure => Threads.Select(static thread => thread.Failure).FirstOrDefault(static failure => failure is not null) ?? _leftoverFailure;

    /// <summary>Whether no thread runs: then what they work on may be closed.</summary>
    public bool HasEnded => Threads.All(static thread => thread.HasEnded);

    /// <summary>What the operating system refused the threads, a line each.</summary>
    public IEnumerable<string> Refused => Threads.SelectMany(static thread => thread.Refused);

    /// <summary>Bytes that the threads have allocated since the warm-up of each: 0 in the steady state, null before all have reached it.</summary>
    public long? SteadyStateAllocatedBytes
    {
        get
        {
            long sum = 0;
            foreach ((GraphThread thread, _) in parts)
            {
                if (thread.SteadyStateAllocatedBytes is not { } bytes)
                {
                    return null;
                }

                sum += bytes;
            }

            return sum;
        }
    }

    /// <summary>Starts every thread, what is fed before what feeds it.</summary>
    /// <returns>False when the operating system refused something to a strict one: then none runs, and <see cref="Refused"/> tells.</returns>
    public bool TryStart()
    {
        for (int part = parts.Count - 1; part >= 0; part--)
        {
            if (!parts[part].Thread.TryStart())
            {
                for (; part < parts.Count; part++)
                {
                    parts[part].Thread.Stop(HangLimit);
                }

                return false;
            }
        }

        return true;
    }

    /// <summary>
    /// Steps until nothing is left to do, then ends the threads. Sources in this process must have stopped before. What one thread gave to
    /// another that had ended already is stepped by the caller.
    /// </summary>
    /// <returns>Whether every thread has ended in order, so that what they stepped is the caller's.</returns>
    public bool Stop()
    {
        bool[] ended = [.. parts.Select(static part => part.Thread.Stop(HangLimit) && part.Thread.Failure is null)];
        try
        {
            DrainEnded(ended);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            // As on the stage's own thread: what the run still has to do goes on.
            _leftoverFailure = failure;
        }

        return Array.TrueForAll(ended, static one => one) && _leftoverFailure is null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (GraphThread thread in Threads)
        {
            thread.Dispose();
        }
    }

    private void DrainEnded(bool[] ended)
    {
        bool worked;
        do
        {
            worked = false;
            for (int part = 0; part < parts.Count; part++)
            {
                worked |= ended[part] && parts[part].Stepper.Drain();
            }
        }
        while (worked);
    }
}
