using System.CommandLine;
using EdgeAI.City.Storage;
using Npgsql;

namespace EdgeAI.City.Commands;

/// <summary><c>schema</c>: prints the tables' SQL, or applies it.</summary>
internal static class SchemaCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        Option<string?> connection = new("--database") { Description = "The database to apply it to, as Npgsql writes it" };
        Option<bool> apply = new("--apply") { Description = "Bring the database to this program's version; what it has already is left as it is" };
        Option<bool> plain = new("--plain") { Description = "Without partitions: for TimescaleDB, whose create_hypertable makes them" };
        Command command = new("schema", "Prints the tables' SQL, or applies it with --apply --database") { connection, apply, plain };
        command.SetAction((result, cancellation) => OneLine.RunAsync(result, async output =>
        {
            if (!result.GetValue(apply))
            {
                for (int version = 1; version <= CitySchema.Version; version++)
                {
                    await output.WriteLineAsync(CitySchema.ScriptOf(version, result.GetValue(plain))).ConfigureAwait(false);
                }

                return 0;
            }

            await using CityDatabase database = CityDatabase.Of(result.GetValue(connection) ?? throw new CityException("--apply needs --database: the connection string of the database to change"));
            await using NpgsqlConnection open = await database.ConnectAsync(cancellation).ConfigureAwait(false);
            (int before, int after) = await CitySchema.ApplyAsync(open, result.GetValue(plain), cancellation).ConfigureAwait(false);
            await output.WriteLineAsync(before == after ? $"{database.Name}: version {after} already" : $"{database.Name}: version {before} brought to {after}").ConfigureAwait(false);
            return 0;
        }));
        return command;
    }
}
