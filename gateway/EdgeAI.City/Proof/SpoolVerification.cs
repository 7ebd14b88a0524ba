using EdgeAI.City.Storage;
using EdgeAI.Records;
using EdgeAI.Records.Proof;
using Npgsql;

namespace EdgeAI.City.Proof;

/// <summary>What a verification of one spool in the table said (RECORDS.md, "Verification").</summary>
internal sealed record SpoolVerification(bool IsComplete, string Summary, IReadOnlyList<Finding> Findings)
{
    // Asking a clock for each record would cost more than reading it.
    private const int RecordsBetweenLooks = 65_536;

    private static readonly TimeSpan ReportEvery = TimeSpan.FromSeconds(2);

    /// <summary>Verifies a spool with the keys given, or with those of the table where none is, and notes the verdict in the table <c>verification</c>.</summary>
    public static async Task<SpoolVerification> RunAsync(
        NpgsqlConnection connection, string gateway, long epoch, RecordPublicKey[] given, Action<long, double> report, CancellationToken cancellation)
    {
        RecordKeys keys = new();
        GatewayKey[] known = given.Length > 0 ? [.. given.Select(static key => new GatewayKey(key, false))] : await GatewayKeys.ReadAsync(connection, gateway, cancellation).ConfigureAwait(false);
        foreach (GatewayKey key in known)
        {
            keys.Add(gateway, key.Key);
        }

        List<ChainHead> heads = await AnchorTable.HeadsAsync(connection, gateway, epoch, cancellation).ConfigureAwait(false);
        RevokedSeals revoked = new(known, heads);
        RecordVerifier verifier = new(keys, heads);
        TimeProvider time = TimeProvider.System;
        long began = time.GetTimestamp();
        long told = began;
        await StoredRecords.ReadAsync(connection, gateway, epoch, Take, cancellation).ConfigureAwait(false);
        VerificationReport found = verifier.Finish();
        long conflicts = await connection.ReadAsync<long>("SELECT count(*) FROM conflict WHERE gateway = $1 AND epoch = $2", cancellation, gateway, epoch).ConfigureAwait(false);
        bool complete = found.Summary.IsComplete && conflicts == 0 && revoked.Count == 0;
        string summary = conflicts == 0 ? $"{found.Summary}" : $"{found.Summary}; {conflicts} conflicting records were set aside (table conflict)";
        summary = revoked.Count == 0 ? summary : $"{summary}; {revoked.Count} seals of a key that was revoked before they came attest nothing";
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

        void Take(in GatewayRecord record)
        {
            verifier.Add(gateway, epoch, record);
            revoked.Look(epoch, record);
            if (verifier.Taken % RecordsBetweenLooks == 0 && time.GetElapsedTime(told) >= ReportEvery)
            {
                told = time.GetTimestamp();
                report(verifier.Taken, verifier.Taken / time.GetElapsedTime(began, told).TotalSeconds);
            }
        }
    }
}
