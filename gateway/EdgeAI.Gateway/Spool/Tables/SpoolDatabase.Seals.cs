using EdgeAI.Gateway.Spool.Seals;
using EdgeAI.Records;
using EdgeAI.Records.Proof;

namespace EdgeAI.Gateway.Spool.Tables;

/// <content>Where the chains of seals stand, and which records no seal names yet.</content>
internal sealed partial class SpoolDatabase
{
    /// <summary>Stores where a class's chain stands.</summary>
    public void PutChain(RecordClass recordClass, SealBuilder chain, long numbered)
    {
        int flags = (chain.Begins ? SealPlace.BeginsFlag : 0) | (chain.BeginsAgain ? SealPlace.AgainFlag : 0);
        _putChain.Bind(1, (long)recordClass).Bind(2, (long)chain.Suite).Bind(3, chain.PreviousSequence).BindBlob(4, chain.PreviousDigest).Bind(5, flags).Bind(6, chain.EpochBefore).Bind(7, numbered)
            .Bind(8, RowCheck.Of((long)recordClass, (long)chain.Suite, chain.PreviousSequence, RowCheck.OfBytes(chain.PreviousDigest), flags, chain.EpochBefore, numbered)).Execute();
    }

    /// <summary>Where a class's chain stands; nothing where the file does not say it, or not soundly.</summary>
    public SealPlace? ReadChain(RecordClass recordClass)
    {
        using SpoolStatement select = new(_handle, "SELECT suite, sequence, digest, flags, epoch_before, numbered, crc32c FROM chains WHERE class=?1");
        select.Bind(1, (long)recordClass);
        return select.Step() ? PlaceOf(select, 0, recordClass) : null;
    }

    /// <summary>Reads a place from a row's columns; nothing where it is not sound.</summary>
    public static SealPlace? PlaceOf(SpoolStatement row, int column, RecordClass recordClass)
    {
        SealPlace place = new((AlgorithmSuite)row.Integer(column), row.Integer(column + 1), row.Blob(column + 2).ToArray(), (int)row.Integer(column + 3), row.Integer(column + 4), row.Integer(column + 5));
        return place.Digest.Length == ProofLengths.Digest && row.Integer(column + 6) == place.Check(recordClass) ? place : null;
    }

    /// <summary>Stores entries of a class that no seal has yet.</summary>
    public void PutUnsealed(long first, RecordClass recordClass, ReadOnlySpan<byte> entries)
        => _putUnsealed.Bind(1, first).Bind(2, (long)recordClass).BindBlob(3, entries).Bind(4, SealEntry.Check(first, (long)recordClass, entries)).Execute();

    /// <summary>Forgets the entries of a class: a seal has them.</summary>
    public void ForgetUnsealed(RecordClass recordClass) => _removeUnsealed.Bind(1, (long)recordClass).Execute();

    /// <summary>Hands the entries that no seal has yet to a class's chain; false where they are not sound.</summary>
    public bool TryReadUnsealed(SealChain chain)
    {
        using SpoolStatement select = new(_handle, "SELECT first, entries, crc32c FROM unsealed WHERE class=?1 ORDER BY first");
        select.Bind(1, (long)chain.Class);
        while (select.Step())
        {
            ReadOnlySpan<byte> entries = select.Blob(1);
            if (select.Integer(2) != SealEntry.Check(select.Integer(0), (long)chain.Class, entries))
            {
                return false;
            }

            for (; entries.Length >= SealEntry.Length; entries = entries[SealEntry.Length..])
            {
                if (chain.IsFull || SealEntry.SequenceOf(entries) <= chain.Last)
                {
                    return false;
                }

                chain.Load(SealEntry.SequenceOf(entries), SealEntry.DigestOf(entries));
            }
        }

        return true;
    }

    /// <summary>Adds the records of a table that lie behind a chain's last, as far as they are sound and find room.</summary>
    public void CatchUp(SealChain chain, SpoolSegment segment, long now)
    {
        using SegmentRows rows = new(_handle, segment);
        rows.Seek(chain.Last + 1, Seal.MaximumCount);
        while (!chain.IsFull && rows.Step())
        {
            GatewayRecord record = rows.Record;
            if (record.Sequence > segment.Newest || rows.Fault(record) is not null)
            {
                break;
            }

            byte[] encoded = new byte[record.EncodedLength];
            record.WriteTo(encoded);
            chain.Add(record.Sequence, encoded, now);
        }

        rows.Reset();
    }
}
