using System.Runtime.InteropServices;

namespace EdgeAI.Gateway.Spool.Room;

/// <summary>
/// How old records are although the gateway's clock may jump: a step that the monotonic clock does not confirm is noted with the sequence
/// it came after, on disk too, and taken off the age of every record before it. Only steps while the gateway runs can be told, and clocks
/// that are behind what is stored at the start; what a clock did while the gateway was off cannot.
/// </summary>
internal sealed class AgeClock
{
    // A clock that is disciplined drifts by less between two looks, which are seconds apart.
    private const long Tolerance = 10_000_000_000;

    // Each further one is added to the latest: those few records in between count as younger or older by it.
    private const int MaximumSteps = 64;

    private readonly List<(long Sequence, long Step)> _steps;
    private readonly TimeProvider _time;
    private long _utc;
    private long _timestamp;
    private int _saved;

    /// <param name="steps">The steps of before.</param>
    /// <param name="highest">The highest sequence given.</param>
    /// <param name="latestReceipt">The latest receipt on disk; 0 when there is none.</param>
    /// <param name="time">The clocks.</param>
    public AgeClock(List<(long Sequence, long Step)> steps, long highest, long latestReceipt, TimeProvider time)
    {
        _steps = steps;
        _saved = steps.Count;
        _time = time;
        _utc = Utc.Nanoseconds(time);
        _timestamp = time.GetTimestamp();
        if (latestReceipt > _utc + Tolerance)
        {
            Note(highest, _utc - latestReceipt);
        }
    }

    /// <summary>The steps that are not on disk as they are, and the sequence that each came after.</summary>
    public ReadOnlySpan<(long Sequence, long Step)> Unsaved => CollectionsMarshal.AsSpan(_steps)[_saved..];

    /// <summary>Looks at whether UTC jumped since the last look.</summary>
    /// <param name="highest">The highest sequence given: what came before the jump.</param>
    public void Look(long highest)
    {
        long utc = Utc.Nanoseconds(_time);
        long timestamp = _time.GetTimestamp();
        long step = utc - _utc - (_time.GetElapsedTime(_timestamp, timestamp).Ticks * 100);
        if (Math.Abs(step) > Tolerance)
        {
            Note(highest, step);
        }

        _utc = utc;
        _timestamp = timestamp;
    }

    /// <summary>A record's age, in nanoseconds.</summary>
    public long AgeOf(long sequence, long receivedUtc)
    {
        long age = _utc - receivedUtc;
        foreach ((long after, long step) in _steps)
        {
            age -= sequence <= after ? step : 0;
        }

        return age;
    }

    /// <summary>All steps are on disk; those that came before all that waits are forgotten.</summary>
    public void Saved(long oldest)
    {
        _steps.RemoveAll(step => step.Sequence < oldest);
        _saved = _steps.Count;
    }

    /// <summary>Another file took the place of the one that the steps were in: what that one held of them is not known.</summary>
    public void FileReplaced() => _saved = 0;

    private void Note(long highest, long step)
    {
        if (_steps.Count > 0 && (_steps[^1].Sequence == highest || _steps.Count >= MaximumSteps))
        {
            highest = _steps[^1].Sequence;
            _steps[^1] = (highest, _steps[^1].Step + step);
        }
        else
        {
            _steps.Add((highest, step));
        }

        _saved = Math.Min(_saved, _steps.Count - 1);
    }
}
