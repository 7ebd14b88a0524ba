using EdgeAI.Records;
using EdgeAI.Records.Proof;

namespace EdgeAI.City.Proof;

/// <summary>Counts the seals of revoked keys above the last seal that was anchored: what such a key signed before it was revoked is anchored, what it signs later never is.</summary>
internal sealed class RevokedSeals(GatewayKey[] keys, IReadOnlyList<ChainHead> heads)
{
    private readonly HashSet<KeyId> _revoked = [.. keys.Where(static key => key.IsRevoked).Select(static key => key.Key.Id)];

    /// <summary>How many there are.</summary>
    public long Count { get; private set; }

    /// <summary>Looks at a record of the spool.</summary>
    public void Look(long epoch, in GatewayRecord record)
    {
        if (_revoked.Count > 0 && record.Kind == RecordKind.Seal && Seal.TryReadRecord(record, epoch, out Seal seal) && _revoked.Contains(seal.KeyId) && record.Sequence > HeadOf(record.Class))
        {
            Count++;
        }
    }

    private long HeadOf(RecordClass recordClass)
    {
        foreach (ChainHead head in heads)
        {
            if (head.Class == recordClass)
            {
                return head.Sequence;
            }
        }

        return 0;
    }
}
