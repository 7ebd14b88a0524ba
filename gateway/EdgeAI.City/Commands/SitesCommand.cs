using System.CommandLine;
using EdgeAI.City.Storage;

namespace EdgeAI.City.Commands;

/// <summary><c>sites quota</c>: what a site may send.</summary>
internal static class SitesCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create() => new("sites", "What sites may send") { Quota() };

    private static Command Quota()
    {
        Argument<string> site = new("SITE") { Description = "The site's id" };
        Option<long?> records = new("--records-per-second") { Description = "Records each second, over ten seconds; without it no such limit" };
        Option<long?> bytes = new("--bytes-per-day") { Description = "Bytes a day as they come, compressed; without it no such limit" };
        Option<string> database = DatabaseOption.Create();
        Command command = new("quota", "Sets what a site may send, over all receivers; without a limit it has none. Beyond it, the gateway that sent the most goes into quarantine") { site, records, bytes, database };
        command.SetAction((result, cancellation) => OneLine.RunAsync(result, output => DatabaseOption.WithConnectionAsync(
            result.GetRequiredValue(database),
            async connection =>
            {
                string name = GatewaysCommand.Id("site", result.GetRequiredValue(site));
                long? perSecond = Limit("--records-per-second", result.GetValue(records));
                long? perDay = Limit("--bytes-per-day", result.GetValue(bytes));
                if (perSecond is null && perDay is null)
                {
                    await connection.RunAsync("DELETE FROM site_quota WHERE site = $1", cancellation, name).ConfigureAwait(false);
                }
                else
                {
                    await connection.RunAsync(
                        "INSERT INTO site_quota (site, records_per_second, bytes_per_day) VALUES ($1, nullif($2, 0), nullif($3, 0)) "
                        + "ON CONFLICT (site) DO UPDATE SET records_per_second = excluded.records_per_second, bytes_per_day = excluded.bytes_per_day",
                        cancellation,
                        name,
                        perSecond ?? 0L,
                        perDay ?? 0L).ConfigureAwait(false);
                }

                await output.WriteLineAsync($"{name}: {(perSecond is null ? "any number of" : perSecond)} records/s, {(perDay is null ? "any number of" : perDay)} bytes/day").ConfigureAwait(false);
                return 0;
            },
            cancellation)));
        return command;
    }

    private static long? Limit(string option, long? value) => value is { } given ? NumberOption.Within(option, given, 1, long.MaxValue) : null;
}
