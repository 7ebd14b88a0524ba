namespace EdgeAI.Records.Proof;

/// <summary>The records of one class in the order in which they arrived, until they can be handed on in the order of their sequences.</summary>
internal sealed class ArrivedLane(SpoolVerifier spool, RecordClass recordClass)
{
    // A power of two, so that a place splits into a chunk and a place in it.
    private const int ChunkRecords = 4096;

    private readonly List<byte[]> _digests = [];
    private readonly List<(long Sequence, int Place, int Body, bool Behind)> _arrived = [];
    private readonly List<(RecordKind Kind, byte[] Body, byte[] SealDigest)> _bodies = [];
    private readonly long[] _highest = new long[2];

    public SpoolVerifier Spool => spool;

    public RecordClass Class => recordClass;

    public void Take(in GatewayRecord record, ReadOnlySpan<byte> digests, ReadOnlySpan<byte> sealDigest, bool backlog)
    {
        int place = _arrived.Count;
        if (place % ChunkRecords == 0)
        {
            _digests.Add(new byte[ChunkRecords * spool.DigestsLength]);
        }

        digests.CopyTo(DigestsAt(place));
        int body = -1;
        if (record.Kind is RecordKind.Seal or RecordKind.DeclaredLoss)
        {
            body = _bodies.Count;
            _bodies.Add((record.Kind, record.Frame.ToArray(), sealDigest.ToArray()));
        }

        ref long highest = ref _highest[backlog ? 1 : 0];
        _arrived.Add((record.Sequence, place, body, record.Sequence < highest));
        highest = Math.Max(highest, record.Sequence);
    }

    /// <summary>Hands the records on, in the order of their sequences; those of one name in the order in which they arrived.</summary>
    public void HandOn()
    {
        _arrived.Sort(static (left, right) => left.Sequence != right.Sequence ? left.Sequence.CompareTo(right.Sequence) : left.Place.CompareTo(right.Place));
        foreach ((long sequence, int place, int body, bool behind) in _arrived)
        {
            (RecordKind kind, byte[] bytes, byte[] sealDigest) = body >= 0 ? _bodies[body] : (RecordKind.Frame, [], []);
            spool.Take(recordClass, new HashedRecord
            {
                Sequence = sequence,
                Kind = kind,
                Body = bytes,
                Digests = DigestsAt(place),
                SealDigest = sealDigest,
                Findings = behind ? FindingRuns.Bit(FindingKind.OutOfOrder) : 0,
            });
        }
    }

    private Span<byte> DigestsAt(int place) => _digests[place / ChunkRecords].AsSpan(place % ChunkRecords * spool.DigestsLength, spool.DigestsLength);
}
