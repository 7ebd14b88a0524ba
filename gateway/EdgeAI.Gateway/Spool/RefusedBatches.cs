namespace EdgeAI.Gateway.Spool;

/// <summary>
/// The refused batches of one connection: until such a batch comes again, the later ones of the same robot and boot are refused too, or
/// they would overtake it. A connection has two: one for what is refused where it arrives (the queue is full), asked in the order of
/// arrival, and one for what is refused where it is stored, asked in the order of the queue. Were they one, a batch that is on its way
/// through the queue would lift what was refused behind it.
/// </summary>
internal sealed class RefusedBatches
{
    /// <summary>The robots' boots behind one connection that may have a refused batch at once.</summary>
    public const int MaximumPublishers = 256;

    private readonly Dictionary<(string Robot, uint Boot), ulong> _refused = [];
    private readonly Lock _gate = new();

    /// <summary>Whether it had to forget one: the connection must be closed, so that all are sent again.</summary>
    public bool HasOverflowed { get; private set; }

    /// <summary>The refused batch that must come before this one, or 0 when this one may come now; the refused one is not awaited any longer then.</summary>
    public ulong Awaited(string robot, uint boot, ulong number)
    {
        lock (_gate)
        {
            if (_refused.Count == 0 || !_refused.TryGetValue((robot, boot), out ulong refused))
            {
                return 0;
            }

            if (number == refused)
            {
                _refused.Remove((robot, boot));
            }

            return number > refused ? refused : 0;
        }
    }

    /// <summary>The refused batch that is awaited, or 0.</summary>
    public ulong First(string robot, uint boot)
    {
        lock (_gate)
        {
            return _refused.GetValueOrDefault((robot, boot));
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
                HasOverflowed = true;
                return false;
            }

            _refused[(robot, boot)] = known ? Math.Min(earlier, number) : number;
            return true;
        }
    }
}
