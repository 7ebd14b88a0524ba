namespace EdgeAI.Runtime.Fusion;

/// <summary>The stamps of the samples that one input holds, in order: all that a rule needs to match by time.</summary>
public abstract class StampHistory
{
    /// <summary>How many samples are held.</summary>
    public abstract int Count { get; }

    /// <summary>Nothing at or before this instant will come any more: the end of time once the input is closed.</summary>
    public abstract long KnownThrough { get; }

    /// <summary>The newest stamp that was dropped although it might have been needed; <see cref="long.MinValue"/> for none.</summary>
    public abstract long LostThrough { get; }

    /// <summary>The stamp of a sample, in nanoseconds on the robot's timeline.</summary>
    /// <param name="index">Its place, 0 for the oldest.</param>
    public abstract long StampAt(int index);

    /// <summary>How many samples have a stamp at or before an instant.</summary>
    internal int CountThrough(long instant)
    {
        int low = 0;
        int high = Count;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (StampAt(middle) <= instant)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    /// <summary>How many samples have a stamp before an instant.</summary>
    internal int CountBefore(long instant) => instant == long.MinValue ? 0 : CountThrough(instant - 1);
}
