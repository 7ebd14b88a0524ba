namespace EdgeAI.Device.Board;

/// <summary>How late the turns of a stream came, since the account was last begun: what a loop that serves several sensors costs each of them.</summary>
public sealed class TurnTiming
{
    /// <summary>Turns that came.</summary>
    public long Turns { get; private set; }

    /// <summary>The latest of them, nanoseconds after it was due.</summary>
    public long LargestLateness { get; private set; }

    /// <summary>All lateness together, nanoseconds.</summary>
    public long TotalLateness { get; private set; }

    /// <summary>The mean lateness of a turn, nanoseconds; 0 when none came.</summary>
    public long MeanLateness
    {
        get { return Turns == 0 ? 0 : TotalLateness / Turns; }
    }

    /// <summary>Begins the account anew.</summary>
    public void Begin()
    {
        Turns = 0;
        LargestLateness = 0;
        TotalLateness = 0;
    }

    /// <summary>Enters a turn.</summary>
    internal void Count(long lateness)
    {
        Turns++;
        TotalLateness += lateness;
        if (lateness > LargestLateness)
        {
            LargestLateness = lateness;
        }
    }
}
