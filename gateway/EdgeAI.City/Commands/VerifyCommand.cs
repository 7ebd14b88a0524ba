using System.CommandLine;
using System.Globalization;
using EdgeAI.City.Proof;
using EdgeAI.City.Storage;
using EdgeAI.Records.Proof;
using Npgsql;

namespace EdgeAI.City.Commands;

/// <summary><c>verify</c>: whether the table, or a file or stream of batches, holds what the gateways stored, whole and unaltered.</summary>
internal static class VerifyCommand
{
    private const int NotComplete = 3;
    private const string StandardInput = "-";

    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        Option<string?> database = new("--database") { Description = "The database, as Npgsql writes it" };
        Option<string?> file = new("--file") { Description = "Instead of a database, gateway batches, each after its length as u32, little-endian; - for standard input" };
        Option<string?> gateway = new("--gateway") { Description = "One gateway of the database; all of them without it" };
        Option<string[]> keys = new("--key") { Description = "A file of the gateway's public key, instead of those in the table gateway_key: for who does not trust the database; again for others" };
        Option<string[]> anchors = new("--anchor") { Description = "A seal that is known from elsewhere, as GATEWAY/EPOCH/CLASS/SEQUENCE/DIGEST; again for others" };
        Option<string?> left = new("--left") { Description = "A file that says what left before, line by line" };
        Option<bool> findings = new("--findings") { Description = "Tell every finding of a database, range by range, and not the sums alone" };
        Command command = new("verify", "Says whether the table or a file is complete, or what is missing, altered, duplicated or declared lost; exit code 3 when it is not complete") { database, file, gateway, keys, anchors, left, findings };
        command.SetAction((result, cancellation) => OneLine.RunAsync(result, output =>
        {
            RecordPublicKey[] given = [.. (result.GetValue(keys) ?? []).Select(KeyFile.ReadPublic)];
            ChainHead[] heads = [.. (result.GetValue(anchors) ?? []).Select(ChainHead.Parse)];
            LeftRange[] ranges = result.GetValue(left) is { } lines ? [.. File.ReadLines(lines).Select(LeftRange.Parse)] : [];
            TextWriter progress = result.InvocationConfiguration.Error;
            return (result.GetValue(database), result.GetValue(file)) switch
            {
                ({ } of, null) => given.Length > 0 && result.GetValue(gateway) is null
                    ? throw new CityException("--key needs --gateway: a key is one gateway's")
                    : DatabaseOption.WithConnectionAsync(of, connection => OfTableAsync(connection, result.GetValue(gateway), new GivenProof(given, heads, ranges), result.GetValue(findings), output, progress, cancellation), cancellation),
                (null, { } path) => OfFileAsync(path, new GivenProof(given, heads, ranges), output, progress, cancellation),
                _ => throw new CityException("name what is verified with --database or with --file, and not with both"),
            };
        }));
        return command;
    }

    private static async Task<int> OfTableAsync(
        NpgsqlConnection connection, string? gateway, GivenProof given, bool findings, TextWriter output, TextWriter progress, CancellationToken cancellation)
    {
        List<(string Gateway, long Epoch)> spools = await SpoolTable.KnownAsync(connection, gateway, cancellation).ConfigureAwait(false);

        // A seal that is known from elsewhere asks for its spool, whatever the database says of it.
        spools.AddRange(given.Anchors.Select(static anchor => (anchor.Gateway, anchor.Epoch)).Where(spool => gateway is null || spool.Gateway == gateway).Distinct().Except(spools).ToArray());
        if (gateway is not null && spools.Count == 0)
        {
            throw new CityException($"nothing came from a gateway '{gateway}', and no --anchor is of it: look at EdgeAI.City gaps for the ids that there are");
        }

        int incomplete = 0;
        for (int index = 0; index < spools.Count; index++)
        {
            (string name, long epoch) = spools[index];
            SpoolVerification verification = await SpoolVerification.RunAsync(connection, name, epoch, given, Report, cancellation).ConfigureAwait(false);
            incomplete += verification.IsComplete ? 0 : 1;
            await output.WriteLineAsync($"{name} epoch {epoch}: {verification.Summary}").ConfigureAwait(false);
            foreach (Finding finding in findings ? verification.Findings : [])
            {
                await output.WriteLineAsync($"  {finding}: {finding.Words}").ConfigureAwait(false);
            }

            void Report(long records, double perSecond)
                => progress.WriteLine(string.Create(CultureInfo.InvariantCulture, $"spool {index + 1} of {spools.Count}, {name} epoch {epoch}: {records} records, {perSecond:0} records/s"));
        }

        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{spools.Count} spools, {incomplete} not complete")).ConfigureAwait(false);
        return incomplete == 0 ? 0 : NotComplete;
    }

    private static async Task<int> OfFileAsync(string path, GivenProof given, TextWriter output, TextWriter progress, CancellationToken cancellation)
    {
        RecordKeys keys = new();
        foreach (RecordPublicKey key in given.Keys.Length > 0 ? given.Keys : throw new CityException("a file cannot be verified without the gateway's public key: give it with --key"))
        {
            keys.Add(key);
        }

        using BatchStreamVerifier verifier = new(keys, given.Anchors, given.Left);
        VerificationProgress reached = new(TimeProvider.System, (records, perSecond) => progress.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{records} records, {perSecond:0} records/s")));
        Stream stream = path == StandardInput ? Console.OpenStandardInput() : File.OpenRead(path);
        await using (stream.ConfigureAwait(false))
        {
            await verifier.AddPrefixedAsync(stream, reached, cancellation).ConfigureAwait(false);
        }

        VerificationReport report = verifier.Finish();
        foreach (Finding finding in report.Findings)
        {
            await output.WriteLineAsync(finding.ToString()).ConfigureAwait(false);
        }

        await output.WriteLineAsync(report.Summary.ToString()).ConfigureAwait(false);
        return report.Summary.IsComplete ? 0 : NotComplete;
    }
}
