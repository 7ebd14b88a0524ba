using System.Text;

namespace EdgeAI.Records.Proof;

/// <summary>
/// Verifies a set of records that comes sorted, as a table gives it: the records of each gateway, epoch and class in ascending order of their sequences,
/// however the gateways, epochs and classes follow one another (RECORDS.md, "Verification"). It holds of each class what came since its last seal, and
/// of the rest only ranges. For one thread at a time.
/// </summary>
public sealed class RecordVerifier
{
    private readonly Dictionary<(string Gateway, long Epoch), SpoolVerifier> _spools = [];
    private readonly List<Finding> _findings = [];
    private readonly SealScratch _scratch = new();
    private readonly RecordKeys _keys;
    private readonly byte[] _digests = new byte[2 * ProofLengths.Digest];
    private byte[] _encoded = new byte[1024];
    private SpoolVerifier? _latest;

    /// <summary>A verification of records that are still to come.</summary>
    /// <param name="keys">The keys that are believed.</param>
    /// <param name="anchors">Seals that must be there, known from elsewhere.</param>
    /// <param name="left">What left what is verified, and is not asked for.</param>
    /// <exception cref="ArgumentException">An anchor has no known class, or two of one seal differ.</exception>
    public RecordVerifier(RecordKeys keys, IEnumerable<ChainHead>? anchors = null, IEnumerable<LeftRange>? left = null)
    {
        ArgumentNullException.ThrowIfNull(keys);
        _keys = keys;
        foreach (ChainHead anchor in anchors ?? [])
        {
            if (anchor.Class is < RecordClass.Safety or > RecordClass.Bulk)
            {
                throw new ArgumentException($"the anchor {anchor.Gateway}/{anchor.Epoch}/{anchor.Sequence} has the class {(int)anchor.Class}: 1 to 4 are known", nameof(anchors));
            }

            Of(anchor.Gateway, anchor.Epoch).Anchor(anchor);
        }

        foreach (LeftRange range in left ?? [])
        {
            Of(range.Gateway, range.Epoch).Leave(range);
        }
    }

    /// <summary>How many records were taken, each as often as it came.</summary>
    public long Taken { get; private set; }

    /// <summary>Takes the next record.</summary>
    /// <param name="gateway">Its gateway's id.</param>
    /// <param name="epoch">Its epoch.</param>
    /// <param name="record">The record, with the checksum that was stored.</param>
    /// <param name="isAsStored">Whether what a table holds beside it says the same; otherwise it is altered.</param>
    /// <exception cref="ArgumentException">It lies below the one before of its gateway, epoch and class.</exception>
    public void Add(string gateway, long epoch, in GatewayRecord record, bool isAsStored = true)
    {
        SpoolVerifier spool = Of(gateway, epoch);
        if (!record.IsWellFormed)
        {
            // A table can hold what no batch can: it has no bytes that a seal could name.
            Span<byte> none = _digests.AsSpan(0, spool.DigestsLength);
            none.Clear();
            Take(spool, record, none, default, FindingRuns.Bit(FindingKind.Altered));
            return;
        }

        if (_encoded.Length < record.EncodedLength)
        {
            _encoded = new byte[Math.Max(record.EncodedLength, 2 * _encoded.Length)];
        }

        Span<byte> encoded = _encoded.AsSpan(0, record.EncodedLength);
        record.WriteTo(encoded);
        bool intact = isAsStored && Crc32C.Compute(encoded[..^GatewayBatchLayout.ChecksumLength]) == record.Checksum;
        Add(spool, record, encoded, intact ? 0 : FindingRuns.Bit(FindingKind.Altered));
    }

    /// <summary>Takes a record that is there, and whose bytes are known not to be as they were stored.</summary>
    /// <exception cref="ArgumentException">It lies below the one before of its gateway, epoch and class.</exception>
    public void AddAltered(string gateway, long epoch, RecordClass recordClass, long sequence)
    {
        SpoolVerifier spool = Of(gateway, epoch);
        Span<byte> none = _digests.AsSpan(0, spool.DigestsLength);
        none.Clear();
        Take(spool, new GatewayRecord
        {
            Sequence = sequence,
            Class = recordClass,
            ReceivedUtcNanoseconds = 0,
            UtcNanoseconds = 0,
            UncertaintyNanoseconds = 0,
            RobotBoot = 0,
            Robot = default,
            Frame = default,
        }, none, default, FindingRuns.Bit(FindingKind.Altered));
    }

    /// <summary>Takes the record that a batch's reader reached.</summary>
    /// <exception cref="ArgumentException">It lies below the one before of its gateway, epoch and class.</exception>
    public void Add(in GatewayBatchReader batch)
        => Add(Of(batch.Gateway, batch.Epoch), batch.Current, batch.CurrentBytes, 0);

    /// <summary>Judges what was taken. After it, nothing more is taken.</summary>
    public VerificationReport Finish()
    {
        List<ChainHead> heads = [];
        VerificationSummary summary = new();
        foreach (SpoolVerifier spool in _spools.OrderBy(static item => item.Key.Gateway, StringComparer.Ordinal).ThenBy(static item => item.Key.Epoch).Select(static item => item.Value))
        {
            spool.Finish(heads, summary);
        }

        _spools.Clear();
        _latest = null;
        _findings.Sort();
        foreach (Finding finding in _findings)
        {
            summary.Count(finding);
        }

        return new VerificationReport(_findings, heads, summary);
    }

    /// <summary>The records of a gateway and epoch.</summary>
    internal SpoolVerifier Of(string gateway, long epoch)
    {
        if (_latest is not null && _latest.Epoch == epoch && _latest.Gateway == gateway)
        {
            return _latest;
        }

        if (!_spools.TryGetValue((gateway, epoch), out SpoolVerifier? spool))
        {
            spool = new SpoolVerifier(gateway, epoch, _keys.Of(gateway), _scratch, _findings);
            _spools.Add((gateway, epoch), spool);
        }

        return _latest = spool;
    }

    /// <summary>The records of a gateway, by its id in ASCII, and epoch.</summary>
    internal SpoolVerifier Of(ReadOnlySpan<byte> gateway, long epoch)
        => _latest is not null && _latest.Epoch == epoch && gateway.SequenceEqual(_latest.GatewayBytes) ? _latest : Of(Encoding.ASCII.GetString(gateway), epoch);

    /// <summary>Notes a finding that belongs to no class.</summary>
    internal void Tell(in Finding finding) => _findings.Add(finding);

    private void Add(SpoolVerifier spool, in GatewayRecord record, ReadOnlySpan<byte> encoded, uint findings)
    {
        Span<byte> digests = _digests.AsSpan(0, spool.DigestsLength);
        spool.Hash(encoded, digests);
        Span<byte> sealDigest = stackalloc byte[ProofLengths.Digest];
        if (record.Kind == RecordKind.Seal)
        {
            spool.HashSeal(encoded, record.Frame, digests, sealDigest);
        }

        Take(spool, record, digests, sealDigest, findings);
    }

    private void Take(SpoolVerifier spool, in GatewayRecord record, ReadOnlySpan<byte> digests, ReadOnlySpan<byte> sealDigest, uint findings)
    {
        Taken++;
        RecordClass lane = record.Class is >= RecordClass.Safety and <= RecordClass.Bulk ? record.Class : default;
        spool.Take(lane, new HashedRecord
        {
            Sequence = record.Sequence,
            Kind = record.Kind,
            Body = record.Frame,
            Digests = digests,
            SealDigest = sealDigest,
            Findings = findings | (record.Sequence < 1 ? FindingRuns.Bit(FindingKind.Inserted) : 0),
        });
    }
}
