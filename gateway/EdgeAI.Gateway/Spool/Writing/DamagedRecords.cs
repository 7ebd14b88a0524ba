using EdgeAI.Gateway.Spool.Tables;

namespace EdgeAI.Gateway.Spool.Writing;

/// <summary>
/// The damage that a reader met and that is not noted on disk yet. A reader has passed it, so this list alone keeps it from being
/// released unseen: an entry leaves it only with the transaction that notes it. Not thread-safe.
/// </summary>
internal sealed class DamagedRecords(int capacity)
{
    private readonly SortedDictionary<(int Segment, long First), Damage> _damage = [];

    /// <summary>Whether some was added since the last <see cref="CopyTo"/>.</summary>
    public bool HasNew { get; private set; }

    public int Count => _damage.Count;

    /// <summary>Adds some; false when there is no room, and then the reader must not pass it.</summary>
    public bool TryAdd(in Damage damage)
    {
        if (_damage.ContainsKey(KeyOf(damage)))
        {
            return true;
        }

        if (_damage.Count >= capacity)
        {
            return false;
        }

        _damage.Add(KeyOf(damage), damage);
        HasNew = true;
        return true;
    }

    /// <summary>Copies all of it, segment by segment, lowest sequence first; it stays until <see cref="Remove"/>.</summary>
    public void CopyTo(List<Damage> destination)
    {
        HasNew = false;
        destination.AddRange(_damage.Values);
    }

    /// <summary>Goes on with the same tables of a file that was opened anew, or with nothing: a new file declared all of it.</summary>
    public void Follow(SpoolSegments? segments)
    {
        Damage[] known = [.. _damage.Values];
        _damage.Clear();
        foreach (Damage damage in known)
        {
            if (segments?.All().FirstOrDefault(segment => segment.Id == (damage.Segment.Became ?? damage.Segment).Id) is { } segment)
            {
                Damage same = damage with { Segment = segment };
                _damage[KeyOf(same)] = same;
            }
        }
    }

    /// <summary>It is noted, on disk.</summary>
    public void Remove(List<Damage> noted)
    {
        foreach (Damage damage in noted)
        {
            _damage.Remove(KeyOf(damage));
        }
    }

    private static (int Segment, long First) KeyOf(in Damage damage) => (damage.Segment.Id, damage.Span.First);
}
