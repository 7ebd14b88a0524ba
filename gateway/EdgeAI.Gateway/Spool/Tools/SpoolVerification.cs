using EdgeAI.Gateway.Spool.Lanes;
using EdgeAI.Records;
using EdgeAI.Records.Proof;

namespace EdgeAI.Gateway.Spool.Tools;

/// <summary>
/// <c>verify</c> of a spool: whether what waits is what was stored, whole and unaltered (RECORDS.md, "Verification"). It changes nothing, and a gateway may run on it.
/// What was released, dropped or declared lost has left the spool, and is not asked for.
/// </summary>
internal static class SpoolVerification
{
    private const int BatchRecords = 4096;

    // Rows of a file of version 1 are of any class and lie below all others: their lane goes first.
    private static readonly RecordClass[] Lanes = [RecordClass.Telemetry, RecordClass.Safety, RecordClass.Event, RecordClass.Bulk];

    /// <summary>Verifies a spool's file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="keys">The public keys that its gateway's seals are believed by.</param>
    /// <param name="anchors">Seals that must be there, or have left.</param>
    /// <param name="progress">Is told how far it is.</param>
    /// <exception cref="GatewayException">There is no spool, or it cannot be read.</exception>
    public static VerificationReport Run(string path, IEnumerable<RecordPublicKey> keys, IEnumerable<ChainHead> anchors, VerificationProgress progress)
    {
        using SpoolSnapshot snapshot = SpoolSnapshot.Open(path);
        RecordKeys believed = new();
        foreach (RecordPublicKey key in keys)
        {
            believed.Add(snapshot.Identity.Gateway, key);
        }

        RecordVerifier verifier = new(believed, anchors, snapshot.Left());
        foreach (RecordClass recordClass in Lanes)
        {
            Read(snapshot, recordClass, verifier, progress);
        }

        return verifier.Finish();
    }

    private static void Read(SpoolSnapshot snapshot, RecordClass recordClass, RecordVerifier verifier, VerificationProgress progress)
    {
        DamageNotes damage = new();
        SpoolIdentity identity = snapshot.Identity;
        using GatewayBatchWriter batch = new(identity.Gateway, identity.Epoch, GatewayBatchWriter.MaximumLength);
        using SpoolLane lane = snapshot.Lane(recordClass, damage);
        long last = 0;
        long oneByOneThrough = 0;
        while (true)
        {
            long next = lane.Read(last, snapshot.Through, last < oneByOneThrough ? 1 : BatchRecords, batch);
            List<long> altered = damage.TakeRows();
            if (next <= last)
            {
                return;
            }

            GatewayBatchReader reader = default;
            bool isTaken = batch.Count == 0 || GatewayBatchReader.Open(batch.Finish().Span, out reader) == GatewayBatchRejection.None;
            if (!isTaken && batch.Count > 1)
            {
                // A record whose body no reader takes, under a checksum that matches: looked for among the others one by one.
                oneByOneThrough = next;
                continue;
            }

            last = next;
            Take(reader, altered, recordClass, identity, verifier);
            if (!isTaken)
            {
                snapshot.AddRow(recordClass, next, verifier);
            }

            progress.Reached(verifier.Taken);
        }
    }

    // The altered rows, which the lane passes by, between the sound ones.
    private static void Take(GatewayBatchReader reader, List<long> altered, RecordClass recordClass, SpoolIdentity identity, RecordVerifier verifier)
    {
        int passed = 0;
        while (reader.MoveNext())
        {
            TakeAltered(reader.Current.Sequence);
            verifier.Add(reader);
        }

        TakeAltered(long.MaxValue);

        void TakeAltered(long below)
        {
            for (; passed < altered.Count && altered[passed] < below; passed++)
            {
                verifier.AddAltered(identity.Gateway, identity.Epoch, recordClass, altered[passed]);
            }
        }
    }
}
