namespace EdgeAI.Gateway.Spool;

/// <summary>
/// The refused batches of one connection: until such a batch comes again, the later ones of the same robot and boot are refused too, or
/// they would overtake it. Thread-safe: a batch may be refused where it arrives (the queue is full) and where it is stored.
/// </summary>
internal sealed class RefusedBatches
{
    /// <summary>The robots' boots behind one connection that may have a refused batch at once.</summary>
    public const int MaximumPublishers = 256;

    private readonly Dictionary<(string Robot, uint Boot), ulong> _refused = [];
    private readonly Lock _gate = new();

    /// <summary>The refused batch that must come before this one, or 0 when this one may come now; it is not awaited any longer then.</summary>
    public ulong Awaited(string robot, uint boot, ulong number)
    {
        lock (_gate)
        {
            if (_refused.TryGetValue((robot, boot), out ulong refused) && number > refused)
            {
                return refused;
            }

            _refused.Remove((robot, boot));
            return 0;
        }
    }

    /// <summary>Notes a refused batch; false when the connection has too many to remember and must be closed, so that all are sent again.</summary>
    public bool TryNote(string robot, uint boot, ulong number)
    {
        lock (_gate)
        {
            bool known = _refused.TryGetValue((robot, boot), out ulong earlier);
            if (!known && _refused.Count >= MaximumPublishers)
            {
                return false;
            }

            _refused[(robot, boot)] = known ? Math.Min(earlier, number) : number;
            return true;
        }
    }
}
