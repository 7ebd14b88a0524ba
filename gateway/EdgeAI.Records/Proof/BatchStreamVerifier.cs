using System.Buffers.Binary;

namespace EdgeAI.Records.Proof;

/// <summary>
/// Verifies gateway batches in the order in which they arrived, duplicates and all (RECORDS.md, "Verification"): what a broker handed on, or the files that
/// `spool export --format batches` writes. Records may come late by any distance, so it holds about 80 bytes of each until the end (110 with keys of both suites). For one thread at a time.
/// </summary>
public sealed class BatchStreamVerifier : IDisposable
{
    private readonly RecordVerifier _verifier;
    private readonly RecordDecompressor _decompressor = new();
    private readonly Dictionary<(SpoolVerifier Spool, RecordClass Class), ArrivedLane> _lanes = [];
    private readonly byte[] _digests = new byte[2 * ProofLengths.Digest];
    private long _unreadableFrom;
    private ArrivedLane? _latest;
    private bool _isLost;

    /// <summary>A verification of batches that are still to come.</summary>
    /// <param name="keys">The keys that are believed.</param>
    /// <param name="anchors">Seals that must be there, known from elsewhere.</param>
    /// <param name="left">What left what is verified, and is not asked for.</param>
    /// <exception cref="ArgumentException">An anchor has no known class, or two of one seal differ.</exception>
    public BatchStreamVerifier(RecordKeys keys, IEnumerable<ChainHead>? anchors = null, IEnumerable<LeftRange>? left = null) => _verifier = new RecordVerifier(keys, anchors, left);

    /// <summary>How many batches were taken, the unreadable ones included.</summary>
    public long Batches { get; private set; }

    /// <summary>How many records were taken, each as often as it came.</summary>
    public long Taken { get; private set; }

    /// <summary>Takes the next batch; when it is none, that is a finding, and the reason is returned.</summary>
    public GatewayBatchRejection Add(ReadOnlySpan<byte> payload)
    {
        Batches++;
        GatewayBatchRejection rejection = GatewayBatchReader.Open(payload, _decompressor, out GatewayBatchReader batch);
        if (rejection != GatewayBatchRejection.None)
        {
            _unreadableFrom = _unreadableFrom == 0 ? Batches : _unreadableFrom;
            return rejection;
        }

        EndUnreadable(Batches - 1);
        SpoolVerifier spool = _verifier.Of(batch.Gateway, batch.Epoch);
        while (batch.MoveNext())
        {
            Take(spool, batch.Current, batch.CurrentBytes, batch.IsBacklog);
        }

        return GatewayBatchRejection.None;
    }

    /// <summary>Takes the whole batches at the start of a piece of a file in which each stands after its length as u32, little-endian.</summary>
    /// <param name="piece">The piece: what the call before left over, and what follows it.</param>
    /// <param name="isLast">Whether nothing follows it: then what is left over is an unreadable batch.</param>
    /// <returns>How many bytes were taken. All of them behind a length that no batch has, since nobody can tell where the next one begins.</returns>
    public int AddPrefixed(ReadOnlySpan<byte> piece, bool isLast)
    {
        int taken = 0;
        while (!_isLost && piece.Length - taken >= sizeof(uint))
        {
            uint length = BinaryPrimitives.ReadUInt32LittleEndian(piece[taken..]);
            if (length is 0 or > GatewayBatchWriter.MaximumLength)
            {
                _isLost = true;
                Add(default);
            }
            else if (length > piece.Length - taken - sizeof(uint))
            {
                break;
            }
            else
            {
                Add(piece.Slice(taken + sizeof(uint), (int)length));
                taken += sizeof(uint) + (int)length;
            }
        }

        if (_isLost)
        {
            return piece.Length;
        }

        if (isLast && taken < piece.Length)
        {
            Add(default);
            return piece.Length;
        }

        return taken;
    }

    /// <summary>Takes all batches of a stream in which each stands after its length, and what is left at its end as an unreadable one.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="progress">Is told how far it is.</param>
    /// <param name="cancellation">Ends it early.</param>
    public async Task AddPrefixedAsync(Stream stream, VerificationProgress? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        byte[] buffer = new byte[2 * (sizeof(uint) + GatewayBatchWriter.MaximumLength)];
        int length = 0;
        int read;
        do
        {
            read = await stream.ReadAsync(buffer.AsMemory(length), cancellation).ConfigureAwait(false);
            length += read;
            int taken = AddPrefixed(buffer.AsSpan(0, length), isLast: read == 0);
            buffer.AsSpan(taken, length - taken).CopyTo(buffer);
            length -= taken;
            progress?.Reached(Taken);
        }
        while (read > 0);
    }

    /// <summary>Judges what was taken. After it, nothing more is taken.</summary>
    public VerificationReport Finish()
    {
        EndUnreadable(Batches);
        foreach (ArrivedLane lane in _lanes.Values)
        {
            lane.HandOn();
        }

        _lanes.Clear();
        _latest = null;
        return _verifier.Finish();
    }

    /// <inheritdoc/>
    public void Dispose() => _decompressor.Dispose();

    private void Take(SpoolVerifier spool, in GatewayRecord record, ReadOnlySpan<byte> encoded, bool backlog)
    {
        Taken++;
        if (_latest?.Spool != spool || _latest.Class != record.Class)
        {
            if (!_lanes.TryGetValue((spool, record.Class), out _latest))
            {
                _lanes.Add((spool, record.Class), _latest = new ArrivedLane(spool, record.Class));
            }
        }

        Span<byte> digests = _digests.AsSpan(0, spool.DigestsLength);
        spool.Hash(encoded, digests);
        Span<byte> sealDigest = stackalloc byte[ProofLengths.Digest];
        if (record.Kind == RecordKind.Seal)
        {
            spool.HashSeal(encoded, record.Frame, digests, sealDigest);
        }

        _latest.Take(record, digests, sealDigest, backlog);
    }

    private void EndUnreadable(long last)
    {
        if (_unreadableFrom > 0)
        {
            _verifier.Tell(new Finding(FindingKind.Unreadable, "-", 0, default, _unreadableFrom, last, last - _unreadableFrom + 1));
            _unreadableFrom = 0;
        }
    }
}
