using System.CommandLine;
using System.Globalization;
using EdgeAI.City.Storage;
using Npgsql;

namespace EdgeAI.City.Commands;

/// <summary><c>gaps</c>: what is missing, and what gateways declared lost, spool by spool.</summary>
internal static class GapsCommand
{
    private const int SomethingMissing = 3;
    private const int ShownRanges = 20;

    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        Option<string> database = DatabaseOption.Create();
        Option<string?> gateway = new("--gateway") { Description = "One gateway; all of them without it" };
        Command command = new("gaps", "Says which sequences are missing and which were declared lost; exit code 3 when some are missing") { database, gateway };
        command.SetAction((result, cancellation) => OneLine.RunAsync(result, output =>
            DatabaseOption.WithConnectionAsync(result.GetRequiredValue(database), connection => ReportAsync(connection, result.GetValue(gateway), output, cancellation), cancellation)));
        return command;
    }

    private static async Task<int> ReportAsync(NpgsqlConnection connection, string? gateway, TextWriter output, CancellationToken cancellation)
    {
        decimal missing = 0;
        List<(string Gateway, long Epoch, string Sites)> spools = await SpoolTable.ListAsync(connection, gateway, cancellation).ConfigureAwait(false);
        foreach ((string name, long epoch, string sites) in spools)
        {
            SpoolReport report = await SpoolTable.AccountAsync(connection, name, epoch, cancellation).ConfigureAwait(false);
            missing += report.Missing;
            await output.WriteLineAsync(Text($"{sites}/{name} epoch {epoch}: {report.Reached - report.Missing - report.DeclaredLost} of {report.Reached} records, {report.Missing} missing, {report.DeclaredLost} declared lost")).ConfigureAwait(false);
            foreach ((long first, long last, DateTimeOffset noticed) in report.Gaps.Take(ShownRanges))
            {
                await output.WriteLineAsync(Text($"  missing {first} to {last} ({last - first + 1}), noticed {noticed.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC")).ConfigureAwait(false);
            }

            if (report.Gaps.Count > ShownRanges)
            {
                await output.WriteLineAsync(Text($"  and {report.Gaps.Count - ShownRanges} more ranges: SELECT * FROM gap WHERE gateway = '{name}' AND epoch = {epoch}")).ConfigureAwait(false);
            }
        }

        await output.WriteLineAsync(Text($"{spools.Count} spools, {missing} records missing")).ConfigureAwait(false);
        return missing == 0 ? 0 : SomethingMissing;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
