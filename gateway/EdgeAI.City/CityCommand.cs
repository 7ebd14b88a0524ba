using System.CommandLine;
using EdgeAI.City.Commands;

namespace EdgeAI.City;

/// <summary>The command line. Exit codes are in CITY.md.</summary>
internal static class CityCommand
{
    /// <summary>Makes the root command.</summary>
    public static RootCommand Create() => new("The city's end: receives gateways' records from a broker into PostgreSQL, each once, and says what is missing")
    {
        ReceiveCommand.Create(),
        SchemaCommand.Create(),
        GapsCommand.Create(),
        VerifyCommand.Create(),
        KeysCommand.Create(),
        EnrolCommand.Create(),
        GatewaysCommand.Create(),
        SitesCommand.Create(),
        AuthorityCommand.Create(),
    };
}
