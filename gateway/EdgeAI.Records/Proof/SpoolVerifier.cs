using System.Text;

namespace EdgeAI.Records.Proof;

/// <summary>Verifies the records of one gateway and epoch: each class by itself, then what concerns all of them.</summary>
internal sealed class SpoolVerifier
{
    private readonly RecordPublicKey[] _keys;
    private readonly IRecordHash[] _hashes;
    private readonly LaneVerifier[] _lanes = new LaneVerifier[(int)RecordClass.Bulk + 1];
    private readonly List<(DeclaredLoss Loss, NumberRange Range)> _losses = [];
    private readonly HashSet<DeclaredLoss> _lossesSeen = [];
    private readonly HashSet<LeftRange> _left = [];
    private readonly List<Finding> _findings;

    public SpoolVerifier(string gateway, long epoch, RecordPublicKey[] keys, SealScratch scratch, List<Finding> findings)
    {
        Gateway = gateway;
        GatewayBytes = Encoding.UTF8.GetBytes(gateway);
        Epoch = epoch;
        _keys = keys;
        _findings = findings;

        // Without a key nothing is named, but a name that comes twice is still judged by its digest.
        AlgorithmSuite[] suites = keys.Length == 0 ? [AlgorithmSuite.Sha256P256] : [.. keys.Select(static key => key.Suite).Distinct()];
        _hashes = [.. suites.Select(RecordHash.Create)];
        for (int lane = 0; lane < _lanes.Length; lane++)
        {
            _lanes[lane] = new LaneVerifier(this, (RecordClass)lane, scratch, findings);
        }
    }

    public string Gateway { get; }

    public byte[] GatewayBytes { get; }

    public long Epoch { get; }

    /// <summary>The length of a record's digests, one by each suite of the keys.</summary>
    public int DigestsLength => _hashes.Length * ProofLengths.Digest;

    /// <summary>Hashes a record by each suite of the keys.</summary>
    public void Hash(ReadOnlySpan<byte> encoded, Span<byte> digests)
    {
        for (int index = 0; index < _hashes.Length; index++)
        {
            _hashes[index].Hash(encoded, digests.Slice(index * ProofLengths.Digest, ProofLengths.Digest));
        }
    }

    /// <summary>Hashes a seal's record by the seal's own suite; leaves the digest as it is when the body is none.</summary>
    /// <param name="encoded">The record.</param>
    /// <param name="body">Its body.</param>
    /// <param name="digests">The record's digests by each suite of the keys.</param>
    /// <param name="digest">Where it goes.</param>
    public void HashSeal(ReadOnlySpan<byte> encoded, ReadOnlySpan<byte> body, ReadOnlySpan<byte> digests, Span<byte> digest)
    {
        if (!Seal.TryRead(body, out Seal seal))
        {
            return;
        }

        ReadOnlySpan<byte> known = DigestBy(seal.Suite, digests);
        if (known.IsEmpty)
        {
            RecordHash.Create(seal.Suite).Hash(encoded, digest);
        }
        else
        {
            known.CopyTo(digest);
        }
    }

    /// <summary>The part of a record's digests that is by a suite.</summary>
    public ReadOnlySpan<byte> DigestBy(AlgorithmSuite suite, ReadOnlySpan<byte> digests)
    {
        for (int index = 0; index < _hashes.Length; index++)
        {
            if (_hashes[index].Suite == suite)
            {
                return digests.Slice(index * ProofLengths.Digest, ProofLengths.Digest);
            }
        }

        return default;
    }

    public IRecordHash HashOf(AlgorithmSuite suite) => Array.Find(_hashes, hash => hash.Suite == suite)!;

    public bool IsSigned(in Seal seal)
    {
        foreach (RecordPublicKey key in _keys)
        {
            if (key.Suite == seal.Suite && key.Id == seal.KeyId)
            {
                return seal.Verify(GatewayBytes, key);
            }
        }

        return false;
    }

    public void Take(RecordClass recordClass, in HashedRecord record) => _lanes[(int)recordClass].Take(record);

    public void Declare(in DeclaredLoss loss)
    {
        if (_lossesSeen.Add(loss))
        {
            _losses.Add((loss, new NumberRange(loss.First, loss.Last)));
        }
    }

    public void Leave(in LeftRange left) => _left.Add(left);

    public void Anchor(in ChainHead head) => _lanes[(int)head.Class].Anchor(head);

    public void Finish(List<ChainHead> heads, VerificationSummary summary)
    {
        foreach (LaneVerifier lane in _lanes)
        {
            lane.JudgeRest();
        }

        foreach ((DeclaredLoss loss, _) in _losses)
        {
            Tell(FindingKind.DeclaredLost, loss.Class, loss.First, loss.Last, loss.Count);
        }

        foreach (LeftRange left in _left)
        {
            Tell(FindingKind.Left, left.Class, left.First, left.Last, left.Count);
        }

        for (int lane = 0; lane < _lanes.Length; lane++)
        {
            _lanes[lane].Finish(
                [.. _losses.Where(item => (int)item.Loss.Class == lane).Select(static item => item.Range)],
                [.. _left.Where(left => left.Class == default || (int)left.Class == lane).Select(static left => new NumberRange(left.First, left.Last))]);
            summary.Records += _lanes[lane].Records;
            summary.Attested += _lanes[lane].Attested;
            summary.Seals += _lanes[lane].Seals;
            if (_lanes[lane].Head is { } head)
            {
                heads.Add(head);
            }
        }

        JudgeNumbers();
    }

    private void JudgeNumbers()
    {
        List<NumberRange> present = [.. _lanes.SelectMany(static lane => lane.Present)];
        List<NumberRange> known = [.. present];
        long highest = 0;
        foreach (LaneVerifier lane in _lanes)
        {
            highest = Math.Max(highest, lane.Present.Count == 0 ? 0 : lane.Present[^1].Last);
            highest = Math.Max(highest, lane.Absent.Count == 0 ? 0 : lane.Absent[^1]);
            List<NumberRange> absent = [];
            foreach (long sequence in lane.Absent)
            {
                NumberRange.Append(absent, sequence);
            }

            known.AddRange(absent);
        }

        known.AddRange(_losses.Select(static item => item.Range));
        known.AddRange(_left.Select(static left => new NumberRange(left.First, left.Last)));
        long next = 1;
        foreach (NumberRange range in NumberRange.Join(known))
        {
            if (range.First > next && next <= highest)
            {
                NumberRange hole = new(next, Math.Min(range.First - 1, highest));
                Tell(FindingKind.Missing, default, hole.First, hole.Last, hole.Count);
            }

            next = range.Last == long.MaxValue ? range.Last : Math.Max(next, range.Last + 1);
        }

        JudgeNumbersOfTwoClasses(present);
    }

    private void JudgeNumbersOfTwoClasses(List<NumberRange> present)
    {
        present.Sort(static (left, right) => left.First.CompareTo(right.First));
        List<NumberRange> twice = [];
        long last = 0;
        foreach (NumberRange range in present)
        {
            if (range.First <= last)
            {
                twice.Add(new NumberRange(range.First, Math.Min(range.Last, last)));
            }

            last = Math.Max(last, range.Last);
        }

        foreach (NumberRange range in NumberRange.Join(twice))
        {
            Tell(FindingKind.Conflicting, default, range.First, range.Last, range.Count);
        }
    }

    private void Tell(FindingKind kind, RecordClass recordClass, long first, long last, long count) => _findings.Add(new Finding(kind, Gateway, Epoch, recordClass, first, last, count));
}
