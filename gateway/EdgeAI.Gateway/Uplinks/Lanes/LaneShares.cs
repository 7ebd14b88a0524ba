namespace EdgeAI.Gateway.Uplinks.Lanes;

/// <summary>
/// Strict priority with a floor: the first lane goes first, and a lane that others go before earns a share of what they send; once
/// that is a batch, it is the lane's turn. So nothing starves for ever, and priority costs nothing while there is room.
/// </summary>
internal sealed class LaneShares
{
    private readonly double[] _owed;
    private readonly double _share;
    private readonly double _turn;

    /// <param name="lanes">The number of lanes, the first the dearest.</param>
    /// <param name="share">The share that each lane gets in any case, 0 to 1 over the number of lanes.</param>
    /// <param name="turn">How much a lane must have earned to have its turn, in bytes: a batch.</param>
    public LaneShares(int lanes, double share, double turn)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(share);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(share * lanes, 1, nameof(share));
        _owed = new double[lanes];
        _share = share;
        _turn = turn;
    }

    /// <summary>Whether it is the lane's turn before those above it.</summary>
    public bool HasTurn(int lane) => _owed[lane] >= _turn;

    /// <summary>A lane sent something.</summary>
    public void Sent(int lane, double amount)
    {
        for (int other = 0; other < _owed.Length; other++)
        {
            _owed[other] = other == lane
                ? Math.Max(0, _owed[other] - amount)
                : Math.Min(_turn, _owed[other] + (amount * _share));
        }
    }

    /// <summary>A lane that had its turn had nothing to send: it has missed nothing.</summary>
    public void Passed(int lane) => _owed[lane] = 0;
}
