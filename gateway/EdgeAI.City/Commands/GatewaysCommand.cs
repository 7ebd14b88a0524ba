using System.CommandLine;
using System.Globalization;
using EdgeAI.City.Admission;
using EdgeAI.City.Enrolment;
using EdgeAI.City.Storage;
using EdgeAI.Records;

namespace EdgeAI.City.Commands;

/// <summary><c>gateways</c>: who may deliver.</summary>
internal static class GatewaysCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create() => new("gateways", "Who may deliver: tokens for new gateways, revocation, quarantine") { Token(), List(), Revoke(), Hold(), Release() };

    /// <summary>An id from the command line.</summary>
    /// <exception cref="CityException">It is none.</exception>
    internal static string Id(string option, string text)
        => Identifier.IsValid(text.AsSpan()) ? text : throw new CityException($"{option} '{text}' is not a valid id: use 1 to {Identifier.MaximumLength} of a-z, 0-9, '-', '_' and '.', beginning with a letter or a digit");

    private static Command Token()
    {
        Option<string> database = DatabaseOption.Create();
        Option<string> gateway = new("--gateway") { Description = "The gateway's id", Required = true };
        Option<string> site = new("--site") { Description = "Its site", Required = true };
        Option<int> valid = new("--valid") { Description = "For how many hours the token is valid, 1 to 720", DefaultValueFactory = static _ => 24 };
        Option<string> authority = AuthorityOption.Create();
        Command command = new("token", "Prints a one-time token for a gateway, and the authority's fingerprint, which the gateway knows the city by") { database, gateway, site, valid, authority };
        command.SetAction((result, cancellation) => OneLine.RunAsync(result, output =>
        {
            string name = Id("--gateway", result.GetRequiredValue(gateway));
            string place = Id("--site", result.GetRequiredValue(site));
            DateTimeOffset expires = TimeProvider.System.GetUtcNow() + TimeSpan.FromHours(NumberOption.Within("--valid", result.GetValue(valid), 1, 720));
            return DatabaseOption.WithConnectionAsync(
                result.GetRequiredValue(database),
                async connection =>
                {
                    using CityAuthority opened = CityAuthority.Open(result.GetRequiredValue(authority), TimeProvider.System);
                    string token = await GatewayTable.MakeTokenAsync(connection, name, place, expires, cancellation).ConfigureAwait(false);
                    await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{place}/{name}: token valid once, until {expires:yyyy-MM-dd HH:mm} UTC. On the gateway, with this city's address for CITY:")).ConfigureAwait(false);
                    await output.WriteLineAsync($"EdgeAI.Gateway join https://CITY:9443 --token {token} --fingerprint {opened.Fingerprint} --out city").ConfigureAwait(false);
                    return 0;
                },
                cancellation);
        }));
        return command;
    }

    private static Command List()
    {
        Option<string> database = DatabaseOption.Create();
        Command command = new("list", "Every gateway that is enrolled, has a token or is in quarantine") { database };
        command.SetAction((result, cancellation) => OneLine.RunAsync(result, output => DatabaseOption.WithConnectionAsync(
            result.GetRequiredValue(database),
            async connection =>
            {
                foreach (string line in await GatewayTable.ListAsync(connection, cancellation).ConfigureAwait(false))
                {
                    await output.WriteLineAsync(line).ConfigureAwait(false);
                }

                return 0;
            },
            cancellation)));
        return command;
    }

    private static Command Revoke()
    {
        Argument<string> gateway = new("ID") { Description = "The gateway's id" };
        Option<string> database = DatabaseOption.Create();
        Option<string?> authority = new("--authority") { Description = "The folder of the city's authority, to write its revocation list at once; without it a running 'enrol' does within seconds" };
        Command command = new("revoke", "What comes from it is refused from now on, and its keys attest nothing new; what is stored stays attested") { gateway, database, authority };
        command.SetAction((result, cancellation) => OneLine.RunAsync(result, output => DatabaseOption.WithConnectionAsync(
            result.GetRequiredValue(database),
            async connection =>
            {
                string name = Id("gateway", result.GetRequiredValue(gateway));
                await GatewayTable.RevokeAsync(connection, name, cancellation).ConfigureAwait(false);
                await output.WriteLineAsync($"{name}: revoked; running receivers refuse it within seconds").ConfigureAwait(false);
                if (result.GetValue(authority) is { } folder)
                {
                    using CityAuthority opened = CityAuthority.Open(folder, TimeProvider.System);
                    opened.WriteRevocations(await GatewayTable.RevokedAsync(connection, cancellation).ConfigureAwait(false));
                    await output.WriteLineAsync($"{opened.RevocationsFile} is written: tell the brokers to read it again").ConfigureAwait(false);
                }

                return 0;
            },
            cancellation)));
        return command;
    }

    private static Command Hold()
    {
        Argument<string> gateway = new("ID") { Description = "The gateway's id" };
        Option<string> site = new("--site") { Description = "Its site", Required = true };
        Option<string> reason = new("--reason") { Description = "Why", DefaultValueFactory = static _ => "put there by hand" };
        Option<string> database = DatabaseOption.Create();
        Command command = new("quarantine", "What comes from it is kept beside the table, without receipts, until it is released") { gateway, site, reason, database };
        command.SetAction((result, cancellation) => OneLine.RunAsync(result, output => DatabaseOption.WithConnectionAsync(
            result.GetRequiredValue(database),
            async connection =>
            {
                GatewayOfSite held = new(Id("--site", result.GetRequiredValue(site)), Id("gateway", result.GetRequiredValue(gateway)));
                await QuarantineTable.AddAsync(connection, new Dictionary<GatewayOfSite, string> { [held] = result.GetRequiredValue(reason) }, cancellation).ConfigureAwait(false);
                await output.WriteLineAsync($"{held.Site}/{held.Gateway}: in quarantine").ConfigureAwait(false);
                return 0;
            },
            cancellation)));
        return command;
    }

    private static Command Release()
    {
        Argument<string> gateway = new("ID") { Description = "The gateway's id" };
        Option<string> database = DatabaseOption.Create();
        Command command = new("release", "Ends a gateway's quarantine: what is kept of it goes into the table, and its counts begin anew") { gateway, database };
        command.SetAction((result, cancellation) => OneLine.RunAsync(result, async output =>
        {
            string name = Id("gateway", result.GetRequiredValue(gateway));
            await using CityDatabase city = CityDatabase.Of(result.GetRequiredValue(database));
            return await DatabaseOption.WithConnectionAsync(
                result.GetRequiredValue(database),
                async connection =>
                {
                    StoredGroup taken = await Quarantine.ReleaseAsync(city, connection, name, cancellation).ConfigureAwait(false)
                        ?? throw new CityException($"'{name}' is not in quarantine: look at EdgeAI.City gateways list");
                    await output.WriteLineAsync($"{name}: released; {taken.Added} records added, {taken.Duplicates} were there, {taken.Conflicts} conflict, {taken.Refused} messages refused").ConfigureAwait(false);
                    return 0;
                },
                cancellation).ConfigureAwait(false);
        }));
        return command;
    }
}
