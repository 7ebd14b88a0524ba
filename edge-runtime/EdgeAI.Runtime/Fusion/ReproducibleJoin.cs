using EdgeAI.Device.Time;
using EdgeAI.Runtime.Samples;

namespace EdgeAI.Runtime.Fusion;

/// <summary>
/// A join whose answers do not depend on how its streams interleaved: a primary sample waits until nothing to come can change what
/// belongs to it. Answers come in the order of the primary stamps.
/// </summary>
/// <remarks>
/// For every way in which the same streams can be interleaved, each in its own order, the answers are the same, in the same order, as
/// long as <see cref="WasDisturbed"/> is false. Timing can do two things to them. It can take some away, each counted: a join that waits
/// in vain gives up (<see cref="JoinLedger.GaveUp"/>, <see cref="JoinInput.GaveUp"/>), and a full history drops
/// (<see cref="JoinLedger.Overflow"/>, <see cref="JoinInput.Lost"/>); an optional input is then missing from an answer. And around a jump of
/// a stream's clock an answer may be another, since the stream gives one instant two meanings (<see cref="JoinInput.JumpsAhead"/>,
/// <see cref="JoinInput.JumpsBack"/>). Closing an input belongs to its order: it is the last thing that comes from it.
/// </remarks>
/// <typeparam name="TPrimary">The payload that sets the pace.</typeparam>
public sealed class ReproducibleJoin<TPrimary> : Join<TPrimary>, IWaitingJoin
{
    private readonly SampleHistory<TPrimary> _waiting;
    private readonly IClock _clock;
    private readonly long _patience;
    private bool _advancing;

    /// <summary>Makes a join and all of its slots.</summary>
    /// <param name="inputs">The secondary inputs.</param>
    /// <param name="options">How it waits.</param>
    /// <param name="newPayload">Makes one primary payload, large enough for the stream.</param>
    /// <param name="consumer">Takes the joined samples, and reads from the inputs what matched.</param>
    /// <param name="clock">The robot's timeline.</param>
    /// <exception cref="ArgumentException">An input belongs to another join, or the payload is neither a message nor a value.</exception>
    public ReproducibleJoin(IReadOnlyList<IReproducibleInput> inputs, JoinOptions options, Func<TPrimary> newPayload, ISampleConsumer<TPrimary> consumer, IClock clock)
        : base([.. inputs.Select(static input => input.Input)], consumer)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.PatienceNanoseconds);
        _waiting = new SampleHistory<TPrimary>(options.Primary, keepsIdentical: true, newPayload);
        _clock = clock;
        _patience = options.PatienceNanoseconds;
    }

    /// <inheritdoc/>
    public override JoinLedger Ledger
    {
        get
        {
            HistoryLedger waiting = _waiting.Ledger;
            return Answered with { Taken = waiting.Taken, Waiting = waiting.Held, Late = waiting.Late, Overflow = waiting.Overflow, Jumped = waiting.Jumped };
        }
    }

    /// <inheritdoc/>
    public override long IdenticalStamps => _waiting.IdenticalStamps;

    /// <inheritdoc/>
    public override long JumpsAhead => _waiting.JumpsAhead;

    /// <inheritdoc/>
    public override long JumpsBack => _waiting.JumpsBack;

    /// <inheritdoc/>
    public override bool WasDisturbed => _waiting.Ledger.Overflow > 0 || JumpsAhead > 0 || JumpsBack > 0 || Hurried > 0 || Inputs.Any(static input => input.WasDisturbed);

    /// <inheritdoc/>
    public override void Take(in Sample<TPrimary> sample)
    {
        if (_waiting.Take(in sample, _clock.Nanoseconds) == StampPlace.JumpBack)
        {
            Rewind();
        }

        Advance();
    }

    /// <summary>Gives up on what has waited too long.</summary>
    /// <returns>Whether anything was answered or given up.</returns>
    public bool Step()
    {
        int before = _waiting.Count;
        Advance();
        return _waiting.Count != before;
    }

    /// <summary>Nothing will come of the primary stream any more: what waits for a late sample waits no longer.</summary>
    public void ClosePrimary()
    {
        _waiting.Close();
        Advance();
    }

    /// <inheritdoc/>
    public void Close()
    {
        foreach (JoinInput input in Inputs)
        {
            input.Close();
        }

        ClosePrimary();
    }

    private protected override void Advance()
    {
        // The consumer of an answer may make what one of the inputs takes; the loop below looks again anyway.
        if (_advancing)
        {
            return;
        }

        _advancing = true;
        while (_waiting.Count > 0 && TryAnswerOldest())
        {
            _waiting.ReleaseOldest();
        }

        _advancing = false;
    }

    private bool TryAnswerOldest()
    {
        HistoryEntry<TPrimary> oldest = _waiting.EntryAt(0);
        long instant = oldest.Sample.Stamp.Nanoseconds;
        bool isSpent = _clock.Nanoseconds - oldest.Arrival >= _patience;
        bool isInOrder = instant <= _waiting.KnownThrough;
        if (!isInOrder && !isSpent)
        {
            return false;
        }

        MatchStatus status = Resolve(instant);
        if (status == MatchStatus.Undecided && !isSpent)
        {
            return false;
        }

        Hurried += isInOrder ? 0 : 1;
        Answer(oldest.Sample, status);
        return true;
    }
}
