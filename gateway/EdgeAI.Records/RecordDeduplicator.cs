namespace EdgeAI.Records;

/// <summary>
/// Tells a receiver's duplicates from news by the records' names: at-least-once delivery in front of it, effectively once behind it. Bounded in
/// spools and in pages for each; remembers nothing over a restart, so a receiver that stores makes the name the key of its table
/// as well (UPLINKS.md has the SQL). Not for several threads at once.
/// </summary>
public sealed class RecordDeduplicator
{
    private readonly Dictionary<(string Gateway, long Epoch), SequenceSet> _spools = [];
    private readonly Queue<(string Gateway, long Epoch)> _order = new();
    private readonly int _maximumSpools;
    private readonly int _maximumPages;

    /// <param name="maximumSpools">The spools (gateway and epoch) that are remembered; beyond them the one that came first is forgotten. 1 or more.</param>
    /// <param name="maximumPages">What is remembered of each (<see cref="SequenceSet"/>).</param>
    public RecordDeduplicator(int maximumSpools = 4096, int maximumPages = SequenceSet.DefaultMaximumPages)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maximumSpools, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(maximumPages, 1);
        _maximumSpools = maximumSpools;
        _maximumPages = maximumPages;
    }

    /// <summary>What was seen of each spool that is remembered.</summary>
    public IReadOnlyDictionary<(string Gateway, long Epoch), SequenceSet> Spools => _spools;

    /// <summary>Notes a record's name.</summary>
    public RecordNovelty Add(in RecordId id) => Of(id.Gateway, id.Epoch).Add(id.Sequence);

    /// <summary>What was seen of one spool; its records are noted there without naming the spool each time.</summary>
    public SequenceSet Of(string gateway, long epoch)
    {
        if (!_spools.TryGetValue((gateway, epoch), out SequenceSet? seen))
        {
            if (_spools.Count == _maximumSpools)
            {
                _spools.Remove(_order.Dequeue());
            }

            seen = new SequenceSet(_maximumPages);
            _spools.Add((gateway, epoch), seen);
            _order.Enqueue((gateway, epoch));
        }

        return seen;
    }
}
