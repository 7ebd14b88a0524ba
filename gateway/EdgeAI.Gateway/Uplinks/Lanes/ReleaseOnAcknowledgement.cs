using EdgeAI.Gateway.Spool.Lanes;


namespace EdgeAI.Gateway.Uplinks.Lanes;

/// <summary>Trusts the upstream: what it acknowledged is let go of at once.</summary>
internal sealed class ReleaseOnAcknowledgement : IReleasePolicy
{
    public void Acknowledged(ISpoolLane lane, SequenceRange range) => lane.Release(range.After + 1, range.Through);
}
