namespace EdgeAI.Gateway.Uplinks.Lanes;

/// <summary>
/// Strict priority with a floor: the dearest lane goes first, and a lane that others go before earns a share of what they send; once
/// that is a batch, it is the lane's turn. So nothing starves for ever, and priority costs nothing while there is room.
/// </summary>
internal sealed class LaneShares
{
    private readonly double[] _owed;
    private readonly double _share;

    /// <param name="lanes">The number of lanes.</param>
    /// <param name="share">The share that each lane gets in any case, 0 to 1 over the number of lanes.</param>
    public LaneShares(int lanes, double share)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(share);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(share * lanes, 1, nameof(share));
        _owed = new double[lanes];
        _share = share;
    }

    /// <summary>Whether it is the lane's turn before those above it.</summary>
    /// <param name="lane">The lane.</param>
    /// <param name="turn">How much it must have earned, in bytes: a batch as long as batches are now.</param>
    public bool HasTurn(int lane, double turn) => _owed[lane] >= turn;

    /// <summary>A lane sent something.</summary>
    /// <param name="lane">The lane.</param>
    /// <param name="amount">How much, in bytes.</param>
    /// <param name="turn">The most that another lane saves up by it, in bytes: a batch as long as batches are now.</param>
    public void Sent(int lane, double amount, double turn)
    {
        for (int other = 0; other < _owed.Length; other++)
        {
            _owed[other] = other == lane
                ? Math.Max(0, _owed[other] - amount)
                : Math.Min(turn, _owed[other] + (amount * _share));
        }
    }

    /// <summary>A lane that had its turn had nothing to send: it has missed nothing.</summary>
    public void Passed(int lane) => _owed[lane] = 0;
}
