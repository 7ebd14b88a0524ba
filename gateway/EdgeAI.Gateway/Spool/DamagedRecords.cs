namespace EdgeAI.Gateway.Spool;

/// <summary>
/// The damaged records that a reader met and that are not set aside yet. A reader has passed them, so this list alone keeps them from
/// being trimmed away unseen: an entry leaves it only with the transaction that sets it aside. Not thread-safe.
/// </summary>
internal sealed class DamagedRecords(int capacity)
{
    private readonly SortedDictionary<long, string> _reasons = [];

    /// <summary>Whether one was added since the last <see cref="CopyTo"/>.</summary>
    public bool HasNew { get; private set; }

    public int Count => _reasons.Count;

    /// <summary>Adds one; false when there is no room, and then the reader must not pass it.</summary>
    public bool TryAdd(long sequence, string reason)
    {
        if (_reasons.ContainsKey(sequence))
        {
            return true;
        }

        if (_reasons.Count >= capacity)
        {
            return false;
        }

        _reasons.Add(sequence, reason);
        HasNew = true;
        return true;
    }

    /// <summary>Copies all of them, lowest sequence first; they stay until <see cref="Remove"/>.</summary>
    public void CopyTo(List<(long Sequence, string Reason)> destination)
    {
        HasNew = false;
        foreach ((long sequence, string reason) in _reasons)
        {
            destination.Add((sequence, reason));
        }
    }

    /// <summary>They are set aside, on disk.</summary>
    public void Remove(List<(long Sequence, string Reason)> setAside)
    {
        foreach ((long sequence, _) in setAside)
        {
            _reasons.Remove(sequence);
        }
    }
}
