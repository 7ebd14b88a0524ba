using EdgeAI.City.Receiving;

namespace EdgeAI.City.Storage;

/// <summary>What became of messages that were stored in one transaction.</summary>
internal sealed class StoredGroup
{
    /// <summary>The batches whose records are all in the table now, in the order in which they came.</summary>
    public List<CommittedBatch> Batches { get; } = [];

    /// <summary>The newest receipt of each spool that records came from, nanoseconds of UTC on its gateway's clock.</summary>
    public Dictionary<(string Site, string Gateway, long Epoch), long> Newest { get; } = [];

    /// <summary>The records that were not in the table before.</summary>
    public long Added { get; set; }

    /// <summary>The records that were.</summary>
    public long Duplicates { get; set; }

    /// <summary>The records that came under a name of another record.</summary>
    public long Conflicts { get; set; }

    /// <summary>The messages that were set aside.</summary>
    public long Refused { get; set; }

    /// <summary>The messages of gateways in quarantine.</summary>
    public long Quarantined { get; set; }

    /// <summary>Takes over what became of further messages.</summary>
    public void Add(StoredGroup other)
    {
        Batches.AddRange(other.Batches);
        foreach ((var spool, long newest) in other.Newest)
        {
            Newest[spool] = Math.Max(newest, Newest.GetValueOrDefault(spool, long.MinValue));
        }

        Added += other.Added;
        Duplicates += other.Duplicates;
        Conflicts += other.Conflicts;
        Refused += other.Refused;
        Quarantined += other.Quarantined;
    }
}
