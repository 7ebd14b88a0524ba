using EdgeAI.City.Storage;
using EdgeAI.Records;
using EdgeAI.Records.Proof;
using Npgsql;

namespace EdgeAI.City.Proof;

/// <summary>What a verification of one spool in the table said (RECORDS.md, "Verification").</summary>
internal sealed record SpoolVerification(bool IsComplete, string Summary, IReadOnlyList<Finding> Findings)
{
    /// <summary>Verifies a spool with the keys given, or with those of the table where none is, and notes the verdict in the table <c>verification</c>.</summary>
    public static async Task<SpoolVerification> RunAsync(
        NpgsqlConnection connection, string gateway, long epoch, GivenProof given, Action<long, double> report, CancellationToken cancellation)
    {
        RecordKeys keys = new();
        GatewayKey[] known = given.Keys.Length > 0 ? [.. given.Keys.Select(static key => new GatewayKey(key, false))] : await GatewayKeys.ReadAsync(connection, gateway, cancellation).ConfigureAwait(false);
        foreach (GatewayKey key in known)
        {
            keys.Add(gateway, key.Key);
        }

        List<ChainHead> anchors = [.. given.Anchors.Where(anchor => anchor.Gateway == gateway && anchor.Epoch == epoch)];

        // Of a seal that both know, the one that was kept elsewhere holds: the table may be what was changed.
        List<ChainHead> heads = await AnchorTable.HeadsAsync(connection, gateway, epoch, cancellation).ConfigureAwait(false);
        anchors.AddRange(heads.Where(head => !anchors.Exists(anchor => anchor.Class == head.Class && anchor.Sequence == head.Sequence)));
        List<LeftRange> left = await SpoolTable.RetiredAsync(connection, gateway, epoch, cancellation).ConfigureAwait(false);
        left.AddRange(given.Left.Where(range => range.Gateway == gateway && range.Epoch == epoch));
        RevokedSeals revoked = await RevokedSeals.OfAsync(connection, gateway, epoch, known, cancellation).ConfigureAwait(false);
        RecordVerifier verifier = new(keys, anchors, left);
        VerificationProgress progress = new(TimeProvider.System, report);
        await StoredRecords.ReadAsync(connection, gateway, epoch, Take, cancellation).ConfigureAwait(false);
        VerificationReport found = verifier.Finish();
        long conflicts = await connection.ReadAsync<long>("SELECT count(*) FROM conflict WHERE gateway = $1 AND epoch = $2", cancellation, gateway, epoch).ConfigureAwait(false);
        bool complete = found.Summary.IsComplete && conflicts == 0 && revoked.Count == 0;
        string summary = $"{found.Summary}";
        if (!complete)
        {
            summary = $"not complete{summary[summary.IndexOf(':', StringComparison.Ordinal)..]}"
                + (conflicts > 0 ? $"; {conflicts} conflicting records were set aside (table conflict)" : "")
                + (revoked.Count > 0 ? $"; {revoked.Count} seals of a key that was revoked before they came attest nothing" : "");
        }

        await connection.RunAsync(
            "INSERT INTO verification (gateway, epoch, complete, records, summary) VALUES ($1, $2, $3, $4, $5) "
            + "ON CONFLICT (gateway, epoch) DO UPDATE SET complete = excluded.complete, records = excluded.records, summary = excluded.summary, at = now()",
            cancellation,
            gateway,
            epoch,
            complete,
            verifier.Taken,
            summary).ConfigureAwait(false);
        return new SpoolVerification(complete, summary, found.Findings);

        void Take(in GatewayRecord record, bool isAsStored)
        {
            verifier.Add(gateway, epoch, record, isAsStored);
            revoked.Look(epoch, record);
            progress.Reached(verifier.Taken);
        }
    }
}
