namespace EdgeAI.Runtime.Fusion;

/// <summary>
/// Judges the stamps of one stream by those before it and by nothing else, neither a clock nor another stream: however streams
/// interleave, a sample is judged the same.
/// </summary>
/// <param name="latenessNanoseconds">How far behind the newest a sample may come, this bound itself excluded; 0 for a stream that comes in order.</param>
/// <param name="jumpNanoseconds">How far a stamp may lie from the newest before it is a jump of the clock.</param>
internal sealed class StampOrder(long latenessNanoseconds, long jumpNanoseconds)
{
    private bool _any;

    /// <summary>The newest stamp; meaningless before the first.</summary>
    public long Newest { get; private set; }

    /// <summary>No sample at or before this instant will be taken any more.</summary>
    public long KnownThrough => _any ? TimeWindow.Add(Newest, -latenessNanoseconds) : long.MinValue;

    /// <summary>Stamps of <see cref="StampPlace.JumpAhead"/> so far.</summary>
    public long JumpsAhead { get; private set; }

    /// <summary>Stamps of <see cref="StampPlace.JumpBack"/> so far.</summary>
    public long JumpsBack { get; private set; }

    /// <summary>Judges the next stamp.</summary>
    public StampPlace Place(long stamp)
    {
        if (!_any)
        {
            _any = true;
            Newest = stamp;
            return StampPlace.Newest;
        }

        long distance = TimeWindow.Distance(stamp, Newest);
        if (stamp > Newest)
        {
            Newest = stamp;
            if (distance <= jumpNanoseconds)
            {
                return StampPlace.Newest;
            }

            JumpsAhead++;
            return StampPlace.JumpAhead;
        }

        if (distance > jumpNanoseconds)
        {
            JumpsBack++;
            Newest = stamp;
            return StampPlace.JumpBack;
        }

        return distance == 0 ? StampPlace.Identical : distance < latenessNanoseconds ? StampPlace.Reordered : StampPlace.Late;
    }
}
