using EdgeAI.Runtime.Samples;

namespace EdgeAI.Runtime.Fusion;

/// <summary>
/// A join with the lowest latency: a primary sample is answered at once, in the call that brings it, with what its inputs have by then.
/// Another interleaving of the same streams gives other answers; it never waits and holds no primary samples.
/// </summary>
/// <typeparam name="TPrimary">The payload that sets the pace.</typeparam>
public sealed class GreedyJoin<TPrimary> : Join<TPrimary>
{
    private readonly StampOrder _order;
    private long _taken;
    private long _identicalStamps;

    /// <summary>Makes a join.</summary>
    /// <param name="inputs">The secondary inputs.</param>
    /// <param name="jumpNanoseconds">How far a primary stamp may lie from the newest before it is a jump of the clock, above 0.</param>
    /// <param name="consumer">Takes the joined samples, and reads from the inputs what matched.</param>
    /// <exception cref="ArgumentException">An input belongs to another join.</exception>
    public GreedyJoin(IReadOnlyList<IGreedyInput> inputs, long jumpNanoseconds, ISampleConsumer<TPrimary> consumer)
        : base([.. inputs.Select(static input => input.Input)], consumer)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(jumpNanoseconds);
        _order = new StampOrder(0, jumpNanoseconds);
    }

    /// <inheritdoc/>
    public override JoinLedger Ledger => Answered with { Taken = _taken };

    /// <inheritdoc/>
    public override long IdenticalStamps => _identicalStamps;

    /// <inheritdoc/>
    public override long JumpsAhead => _order.JumpsAhead;

    /// <inheritdoc/>
    public override long JumpsBack => _order.JumpsBack;

    /// <inheritdoc/>
    public override bool WasDisturbed => true;

    /// <inheritdoc/>
    public override void Take(in Sample<TPrimary> sample)
    {
        _taken++;
        switch (_order.Place(sample.Stamp.Nanoseconds))
        {
            case StampPlace.Identical:
                _identicalStamps++;
                break;
            case StampPlace.Late:
                OutOfOrder++;
                break;
            case StampPlace.JumpBack:
                Rewind();
                break;
        }

        Answer(in sample, Resolve(sample.Stamp.Nanoseconds));
    }

    private protected override void Advance()
    {
        // Nothing waits.
    }
}
