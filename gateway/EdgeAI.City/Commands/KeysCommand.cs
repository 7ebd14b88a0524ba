using System.CommandLine;
using EdgeAI.City.Proof;
using EdgeAI.City.Storage;
using EdgeAI.Records;
using EdgeAI.Records.Proof;

namespace EdgeAI.City.Commands;

/// <summary><c>keys new</c> and <c>keys add</c>: the key that signs receipts, and the keys of gateways that are believed.</summary>
internal static class KeysCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create() => new("keys", "The city's signing key, and the gateways' public keys") { New(), Add() };

    private static Command New()
    {
        Option<string> file = new("--out") { Description = "The file of the private key; the public one goes beside it, with .pub, to the gateways", Required = true };
        Option<string> suite = new("--suite") { Description = "sha256-p256, or sm3-sm2", DefaultValueFactory = static _ => "sha256-p256" };
        Command command = new("new", "Draws the key that signs receipts") { file, suite };
        command.SetAction((result, _) => OneLine.RunAsync(result, async output =>
        {
            string path = result.GetRequiredValue(file);
            RecordPublicKey key = KeyFile.Create(path, result.GetRequiredValue(suite) switch
            {
                "sha256-p256" => AlgorithmSuite.Sha256P256,
                "sm3-sm2" => AlgorithmSuite.Sm3Sm2,
                string other => throw new CityException($"--suite '{other}' is not known: write sha256-p256 or sm3-sm2"),
            });
            await output.WriteLineAsync($"key {key.Id} in {path}; gateways need {path}.pub").ConfigureAwait(false);
            return 0;
        }));
        return command;
    }

    private static Command Add()
    {
        Option<string> database = DatabaseOption.Create();
        Option<string> gateway = new("--gateway") { Description = "The gateway's id", Required = true };
        Option<string> file = new("--key") { Description = "The file of its public key, PEM", Required = true };
        Command command = new("add", "Believes a gateway's public key: its seals are checked against it as they come") { database, gateway, file };
        command.SetAction((result, cancellation) => OneLine.RunAsync(result, output =>
        {
            string name = result.GetRequiredValue(gateway);
            RecordPublicKey key = KeyFile.ReadPublic(result.GetRequiredValue(file));
            return DatabaseOption.WithConnectionAsync(
                result.GetRequiredValue(database),
                async connection =>
                {
                    int added = Identifier.IsValid(name.AsSpan())
                        ? await connection.RunAsync("INSERT INTO gateway_key (gateway, key_id, suite, public_key) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING", cancellation, name, AnchorTable.BytesOf(key.Id), (short)key.Suite, key.ToPem()).ConfigureAwait(false)
                        : throw new CityException($"--gateway '{name}' is not a valid id");
                    await output.WriteLineAsync($"{name}: key {key.Id} {(added > 0 ? "added" : "is there already")}").ConfigureAwait(false);
                    return 0;
                },
                cancellation);
        }));
        return command;
    }
}
