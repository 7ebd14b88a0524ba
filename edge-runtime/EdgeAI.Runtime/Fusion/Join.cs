using EdgeAI.Device.Time;
using EdgeAI.Device.Wire;
using EdgeAI.Runtime.Samples;

namespace EdgeAI.Runtime.Fusion;

/// <summary>
/// Hands each primary sample on together with what its inputs have for its instant. The sample that is handed on is the primary one
/// (value, instant, source, sequence), its uncertainty the widest, its flags and its span those of everything that it rests on.
/// There are two kinds and no third: <see cref="ReproducibleJoin{TPrimary}"/> and <see cref="GreedyJoin{TPrimary}"/>.
/// All of a join and its inputs belongs to one graph thread.
/// </summary>
/// <typeparam name="TPrimary">The payload that sets the pace.</typeparam>
public abstract class Join<TPrimary> : ISampleConsumer<TPrimary>, IJoin, IJoinAccount
{
    private readonly JoinInput[] _inputs;
    private readonly ISampleConsumer<TPrimary> _consumer;
    private long _joined;
    private long _absent;
    private long _lost;
    private long _gaveUp;

    private protected Join(JoinInput[] inputs, ISampleConsumer<TPrimary> consumer)
    {
        foreach (JoinInput input in inputs)
        {
            if (input.Owner is not null)
            {
                throw new ArgumentException($"the input '{input.Name}' belongs to a join already; make one for each", nameof(inputs));
            }

            input.Owner = this;
        }

        _inputs = inputs;
        _consumer = consumer;
    }

    /// <inheritdoc/>
    public IReadOnlyList<JoinInput> Inputs => _inputs;

    /// <inheritdoc/>
    public abstract JoinLedger Ledger { get; }

    /// <inheritdoc/>
    public abstract long IdenticalStamps { get; }

    /// <inheritdoc/>
    public abstract long JumpsAhead { get; }

    /// <inheritdoc/>
    public abstract long JumpsBack { get; }

    /// <inheritdoc/>
    public long OutOfOrder { get; private protected set; }

    /// <inheritdoc/>
    public long Hurried { get; private protected set; }

    /// <inheritdoc/>
    public abstract bool WasDisturbed { get; }

    /// <inheritdoc/>
    public abstract void Take(in Sample<TPrimary> sample);

    void IJoin.InputChanged() => Advance();

    /// <summary>Answers what can be answered now.</summary>
    private protected abstract void Advance();

    /// <summary>Primary samples by how answering them ended; the rest is the kind's own.</summary>
    private protected JoinLedger Answered => new(0, _joined, 0, _absent, _lost, _gaveUp, 0, 0, 0);

    /// <summary>Asks every input and says what that comes to: nothing to wait for as soon as a required input has nothing.</summary>
    private protected MatchStatus Resolve(long instant)
    {
        MatchStatus all = MatchStatus.Found;
        MatchStatus refusal = MatchStatus.Found;
        foreach (JoinInput input in _inputs)
        {
            MatchStatus status = input.Resolve(instant);
            if (status == MatchStatus.Undecided)
            {
                all = MatchStatus.Undecided;
            }
            else if (status != MatchStatus.Found && input.Required && refusal == MatchStatus.Found)
            {
                refusal = status;
            }
        }

        return refusal != MatchStatus.Found ? refusal : all;
    }

    /// <summary>Hands the sample on, or counts why not, and lets the inputs go on.</summary>
    /// <param name="sample">The primary sample, for which the inputs have just been asked.</param>
    /// <param name="status">What asking them came to; undecided where the join gives up.</param>
    private protected void Answer(in Sample<TPrimary> sample, MatchStatus status)
    {
        bool isRequired = false;
        foreach (JoinInput input in _inputs)
        {
            input.Count(status);
            isRequired |= input.Required && input.Status == MatchStatus.Undecided;
        }

        switch (status)
        {
            case MatchStatus.Absent:
                _absent++;
                break;
            case MatchStatus.Lost:
                _lost++;
                break;
            case MatchStatus.Undecided when isRequired:
                _gaveUp++;
                break;
            default:
                HandOn(in sample);
                break;
        }

        foreach (JoinInput input in _inputs)
        {
            input.Release();
        }
    }

    /// <summary>The primary stream has gone back in time: nothing of the inputs counts as done with any more.</summary>
    private protected void Rewind()
    {
        foreach (JoinInput input in _inputs)
        {
            input.Rewind();
        }
    }

    private void HandOn(in Sample<TPrimary> sample)
    {
        long uncertainty = sample.Stamp.UncertaintyNanoseconds;
        FrameFlags flags = sample.Flags;
        long oldest = sample.Stamp.Nanoseconds - sample.SpanNanoseconds;
        foreach (JoinInput input in _inputs)
        {
            input.Widen(ref uncertainty, ref flags, ref oldest);
        }

        _joined++;
        _consumer.Take(new Sample<TPrimary>(sample.Value, new Stamp(sample.Stamp.Nanoseconds, uncertainty), sample.Source, sample.Sequence, flags, sample.Stamp.Nanoseconds - oldest));
    }
}
