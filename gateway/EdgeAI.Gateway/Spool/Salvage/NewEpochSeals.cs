using System.Text;
using EdgeAI.Gateway.Spool.Seals;
using EdgeAI.Gateway.Spool.Tables;
using EdgeAI.Gateway.Spool.Writing;
using EdgeAI.Records;
using EdgeAI.Records.Proof;

namespace EdgeAI.Gateway.Spool.Salvage;

/// <summary>
/// Seals what a file of a new epoch takes over, as the writer would have: so that has its proof under its new numbers from the start. Each class's chain names where the
/// epoch before left off.
/// </summary>
internal sealed class NewEpochSeals
{
    private static readonly byte[] Unknown = new byte[ProofLengths.Digest];

    private readonly Dictionary<RecordClass, SealPlace> _before;
    private readonly long _epochBefore;
    private readonly SalvageTarget _target;
    private readonly SpoolOptions _options;
    private readonly byte[] _gateway;
    private readonly SealBuilder[] _builders = [];
    private readonly byte[] _body = new byte[Seal.MaximumLength];
    private byte[] _encoded = new byte[1 << 10];

    /// <param name="before">Where the chains of the epoch before stand.</param>
    /// <param name="epochBefore">That epoch.</param>
    /// <param name="next">Whose spool it is, and the new epoch.</param>
    /// <param name="target">The new file.</param>
    /// <param name="options">The key, and how many records bring a seal.</param>
    public NewEpochSeals(Dictionary<RecordClass, SealPlace> before, long epochBefore, SpoolIdentity next, SalvageTarget target, SpoolOptions options)
    {
        _before = before;
        _epochBefore = epochBefore;
        _target = target;
        _options = options;
        _gateway = Encoding.ASCII.GetBytes(next.Gateway);
        if (options.Signer is { } signer)
        {
            _builders = [.. SpoolSegments.Classes.Select(recordClass => new SealBuilder(signer, next.Gateway, next.Epoch, recordClass))];
            foreach (SealBuilder builder in _builders)
            {
                builder.Begin(epochBefore: epochBefore, lastDigest: LastDigest(builder.Class));
            }
        }
    }

    /// <summary>Takes a record that the file has under its new number; the last number that is given then: the record's, or that of the seal that it brings.</summary>
    public long Add(in GatewayRecord record)
    {
        if (_builders.Length == 0)
        {
            return record.Sequence;
        }

        SealBuilder builder = _builders[(int)record.Class - 1];
        builder.Add(record.Sequence, Encoded(record));
        return builder.Count >= _options.SealRecords ? Put(builder, record.Sequence + 1) : record.Sequence;
    }

    /// <summary>Seals what no seal names yet; the last number that is given then.</summary>
    public long SealRest(long last)
    {
        foreach (SealBuilder builder in _builders)
        {
            last = builder.Count > 0 ? Put(builder, last + 1) : last;
        }

        return last;
    }

    /// <summary>Where a class's chain stands in the new file. Without a key it begins above all that is taken over.</summary>
    public SealPlace PlaceOf(RecordClass recordClass, long last, long numbered)
    {
        if (_builders.Length == 0)
        {
            return new SealPlace(AlgorithmSuite.None, last, LastDigest(recordClass), SealPlace.BeginsFlag, _epochBefore, numbered);
        }

        SealBuilder builder = _builders[(int)recordClass - 1];
        return new SealPlace(builder.Suite, builder.PreviousSequence, builder.PreviousDigest.ToArray(), builder.Begins ? SealPlace.BeginsFlag : 0, builder.EpochBefore, numbered);
    }

    // Where a chain has no seal yet, its digest is one of the epoch before it, not of it.
    private byte[] LastDigest(RecordClass recordClass) => _before.TryGetValue(recordClass, out SealPlace? place) && !place.Begins ? place.Digest : Unknown;

    private long Put(SealBuilder builder, long sequence)
    {
        int length = builder.WriteBody(_body);
        GatewayRecord seal = RecordAppender.OwnOf(RecordKind.Seal, builder.Class, _body.AsSpan(0, length), _gateway, Utc.Nanoseconds(_options.Time)) with { Sequence = sequence };
        seal = seal with { Checksum = seal.ComputeChecksum() };
        _target.Add(seal);
        builder.Sealed(sequence, Encoded(seal));
        return sequence;
    }

    private ReadOnlySpan<byte> Encoded(in GatewayRecord record)
    {
        if (_encoded.Length < record.EncodedLength)
        {
            _encoded = new byte[Math.Max(record.EncodedLength, 2 * _encoded.Length)];
        }

        Span<byte> encoded = _encoded.AsSpan(0, record.EncodedLength);
        record.WriteTo(encoded);
        return encoded;
    }
}
