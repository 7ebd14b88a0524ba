using System.CommandLine;
using System.Globalization;
using EdgeAI.City.Proof;
using EdgeAI.City.Storage;
using EdgeAI.Records.Proof;
using Npgsql;

namespace EdgeAI.City.Commands;

/// <summary><c>verify</c>: whether the table holds what the gateways stored, whole and unaltered.</summary>
internal static class VerifyCommand
{
    private const int NotComplete = 3;

    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        Option<string> database = DatabaseOption.Create();
        Option<string?> gateway = new("--gateway") { Description = "One gateway; all of them without it" };
        Option<string[]> keys = new("--key") { Description = "A file of the gateway's public key, instead of those in the table gateway_key: for who does not trust the database" };
        Option<bool> findings = new("--findings") { Description = "Tell every finding, range by range, and not the sums alone" };
        Command command = new("verify", "Says whether the table is complete, or what is missing, altered, duplicated or declared lost; exit code 3 when it is not complete") { database, gateway, keys, findings };
        command.SetAction((result, cancellation) => OneLine.RunAsync(result, output =>
        {
            RecordPublicKey[] given = [.. (result.GetValue(keys) ?? []).Select(KeyFile.ReadPublic)];
            return given.Length > 0 && result.GetValue(gateway) is null
                ? throw new CityException("--key needs --gateway: a key is one gateway's")
                : DatabaseOption.WithConnectionAsync(
                    result.GetRequiredValue(database),
                    connection => VerifyAsync(connection, result.GetValue(gateway), given, result.GetValue(findings), output, result.InvocationConfiguration.Error, cancellation),
                    cancellation);
        }));
        return command;
    }

    private static async Task<int> VerifyAsync(
        NpgsqlConnection connection, string? gateway, RecordPublicKey[] given, bool findings, TextWriter output, TextWriter progress, CancellationToken cancellation)
    {
        List<(string Gateway, long Epoch, string Sites)> spools = await SpoolTable.ListAsync(connection, gateway, cancellation).ConfigureAwait(false);
        int incomplete = 0;
        for (int index = 0; index < spools.Count; index++)
        {
            (string name, long epoch, _) = spools[index];
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
}
