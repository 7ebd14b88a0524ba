namespace EdgeAI.SimulatedBoard.Chips;

/// <summary>When a free-running converter has finished samples; a period of 0 is one that does not run.</summary>
internal struct SampleCounter(long origin, long period)
{
    /// <summary>When the converter was started.</summary>
    public long Origin { get; } = origin;

    /// <summary>Nanoseconds from one sample to the next.</summary>
    public long Period { get; } = period;

    /// <summary>Samples finished since the start.</summary>
    public long Count { get; private set; }

    /// <summary>When the latest sample was finished.</summary>
    public readonly long LatestAt => Origin + (Count * Period);

    /// <summary>Moves on to an instant.</summary>
    /// <returns>Whether a sample was finished since the last call.</returns>
    public bool TryAdvance(long now)
    {
        if (Period == 0 || now - Origin < (Count + 1) * Period)
        {
            return false;
        }

        Count = (now - Origin) / Period;
        return true;
    }
}
