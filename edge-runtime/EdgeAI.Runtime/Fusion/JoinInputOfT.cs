using EdgeAI.Device.Time;
using EdgeAI.Device.Wire;
using EdgeAI.Runtime.Samples;

namespace EdgeAI.Runtime.Fusion;

/// <summary>
/// A secondary input of a join: holds the last samples of its stream and finds those that belong to a primary sample. While a joined
/// sample is handed on, and only then, its consumer reads here what matched.
/// </summary>
/// <typeparam name="T">The input's payload.</typeparam>
public abstract class JoinInput<T> : JoinInput, ISampleConsumer<T>
{
    private readonly Interpolator<T> _interpolator;
    private readonly SampleHistory<T> _history;
    private readonly IClock _clock;
    private T _blended;
    private Sample<T> _blendedSample;
    private Match _match;
    private bool _isUnblendable;

    private protected JoinInput(string name, bool required, Interpolator<T> interpolator, HistoryOptions options, Func<T> newPayload, IClock clock)
        : base(name, required)
    {
        _interpolator = interpolator;
        _history = new SampleHistory<T>(options, keepsIdentical: false, newPayload);
        _clock = clock;
        _blended = newPayload();
    }

    /// <summary>How many samples matched: more than one only for a window, 0 where the input has nothing.</summary>
    public int MatchCount { get; private set; }

    /// <inheritdoc/>
    public override HistoryLedger Ledger => _history.Ledger;

    /// <inheritdoc/>
    public override long IdenticalStamps => _history.IdenticalStamps;

    /// <inheritdoc/>
    public override long JumpsAhead => _history.JumpsAhead;

    /// <inheritdoc/>
    public override long JumpsBack => _history.JumpsBack;

    /// <summary>Pairs of samples that have nothing in between: other scales, other parts, other sizes. The input then had nothing.</summary>
    public long Unblendable { get; private set; }

    /// <summary>A sample that matched, borrowed while the joined sample is handed on. One that was blended has the primary's instant.</summary>
    /// <param name="index">Which one, oldest first, below <see cref="MatchCount"/>.</param>
    public Sample<T> MatchAt(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, MatchCount);
        return IsBlended ? _blendedSample : _history.EntryAt(_match.First + index).Sample;
    }

    /// <inheritdoc/>
    public void Take(in Sample<T> sample)
    {
        _history.Take(in sample, _clock.Nanoseconds);
        Owner?.InputChanged();
    }

    internal override MatchStatus Resolve(long instant)
    {
        Status = _interpolator.Find(instant, _history, out _match);
        _isUnblendable = Status == MatchStatus.Found && IsBlended && !TryBlend(instant);
        if (_isUnblendable)
        {
            Status = MatchStatus.Absent;
        }

        MatchCount = Status != MatchStatus.Found ? 0 : IsBlended ? 1 : _match.Count;
        return Status;
    }

    internal override void Widen(ref long uncertaintyNanoseconds, ref FrameFlags flags, ref long oldest)
    {
        if (Status != MatchStatus.Found)
        {
            return;
        }

        for (int index = 0; index < _match.Count; index++)
        {
            Sample<T> sample = _history.EntryAt(_match.First + index).Sample;
            uncertaintyNanoseconds = Math.Max(uncertaintyNanoseconds, sample.Stamp.UncertaintyNanoseconds);
            flags |= sample.Flags;
            oldest = Math.Min(oldest, sample.Stamp.Nanoseconds - sample.SpanNanoseconds);
        }
    }

    internal override void Release()
    {
        MatchCount = 0;
        Unblendable += _isUnblendable ? 1 : 0;
        _history.ReleaseBefore(_match.NeededFrom);
    }

    internal override void Rewind() => _history.Rewind();

    private protected override void CloseHistory() => _history.Close();

    private bool IsBlended => _interpolator.Blend is not null && _match.Count == 2;

    private bool TryBlend(long instant)
    {
        Sample<T> earlier = _history.EntryAt(_match.First).Sample;
        Sample<T> later = _history.EntryAt(_match.First + 1).Sample;
        if (!_interpolator.Blend!.TryBlend(earlier.Value, later.Value, _match.Fraction, ref _blended))
        {
            return false;
        }

        Stamp stamp = new(instant, Math.Max(earlier.Stamp.UncertaintyNanoseconds, later.Stamp.UncertaintyNanoseconds));
        long oldest = Math.Min(earlier.Stamp.Nanoseconds - earlier.SpanNanoseconds, later.Stamp.Nanoseconds - later.SpanNanoseconds);
        _blendedSample = new Sample<T>(_blended, stamp, later.Source, later.Sequence, earlier.Flags | later.Flags, instant - oldest);
        return true;
    }
}
