using EdgeAI.Device.Wire;

namespace EdgeAI.Runtime.Fusion;

/// <summary>One secondary input of a join, whatever its payload: its bounds, its counts, and what it had for the primary sample at hand.</summary>
public abstract class JoinInput
{
    private protected JoinInput(string name, bool required)
    {
        Name = name;
        Required = required;
    }

    /// <summary>The input's name, for counts and messages.</summary>
    public string Name { get; }

    /// <summary>Whether a primary sample is dropped where this input has nothing for it; otherwise it is handed on without.</summary>
    public bool Required { get; }

    /// <summary>What the input has for the primary sample that is being handed on.</summary>
    public MatchStatus Status { get; private protected set; }

    /// <summary>Primary samples that the input had something for.</summary>
    public long Found { get; private set; }

    /// <summary>Primary samples that the input had nothing for.</summary>
    public long Absent { get; private set; }

    /// <summary>Primary samples that the input cannot tell about, since it dropped what might have matched.</summary>
    public long Lost { get; private set; }

    /// <summary>Primary samples that waited for this input for the join's whole patience, in vain.</summary>
    public long GaveUp { get; private set; }

    /// <summary>What became of every sample of the input.</summary>
    public abstract HistoryLedger Ledger { get; }

    /// <summary>Samples of the input that had the stamp of one before them.</summary>
    public abstract long IdenticalStamps { get; }

    /// <summary>Stamps so far ahead of the one before that the clock jumped, or the stream paused.</summary>
    public abstract long JumpsAhead { get; }

    /// <summary>Stamps so far behind the one before that the clock jumped.</summary>
    public abstract long JumpsBack { get; }

    /// <summary>Whether an answer may have depended on timing: something was dropped from a full history, waited for in vain, or the clock jumped.</summary>
    public bool WasDisturbed => Ledger.Overflow > 0 || GaveUp > 0 || JumpsAhead > 0 || JumpsBack > 0;

    /// <summary>The join that the input belongs to; told when there is something new.</summary>
    internal IJoin? Owner { get; set; }

    /// <summary>Nothing will come any more: what waits for this input is answered with what there is.</summary>
    public void Close()
    {
        CloseHistory();
        Owner?.InputChanged();
    }

    /// <summary>Looks for what belongs to an instant.</summary>
    internal abstract MatchStatus Resolve(long instant);

    /// <summary>What was found widens the stamp's bound, hands on its flags and may be the oldest that the answer rests on.</summary>
    internal abstract void Widen(ref long uncertaintyNanoseconds, ref FrameFlags flags, ref long oldest);

    /// <summary>Lets go of what neither the instant that was asked last nor a later one needs.</summary>
    internal abstract void Release();

    /// <summary>The join's primary stream has gone back in time.</summary>
    internal abstract void Rewind();

    /// <summary>Counts how it ended for one primary sample.</summary>
    /// <param name="all">How it ended for all inputs together: where that is undecided, one that is undecided was waited for in vain.</param>
    internal void Count(MatchStatus all)
    {
        switch (Status)
        {
            case MatchStatus.Found:
                Found++;
                break;
            case MatchStatus.Absent:
                Absent++;
                break;
            case MatchStatus.Lost:
                Lost++;
                break;
            case MatchStatus.Undecided when all == MatchStatus.Undecided:
                GaveUp++;
                break;
        }
    }

    private protected abstract void CloseHistory();
}
