using System.CommandLine;
using EdgeAI.Records.Proof;

namespace EdgeAI.Gateway.Commands;

/// <summary><c>keys</c>: the public key that verifies the gateway's seals, for whoever receives its records.</summary>
internal static class KeysCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        GatewayOptionSet set = new();
        Command command = new("keys", "Prints the public key that verifies the gateway's seals, for EdgeAI.City keys add");
        set.AddTo(command);
        command.SetAction((result, _) => OneLine.RunAsync(result, async output =>
        {
            GatewayOptions options = set.Read(result);
            SealOptions seal = options.Seal ?? new SealOptions();
            RecordPublicKey key = SigningKeyFile.ReadPublic(seal, options.SpoolFolder);
            await output.WriteLineAsync($"gateway {options.Id}, key {key.Id} in {KeyFile.PublicOf(seal.KeyFileIn(options.SpoolFolder))}").ConfigureAwait(false);
            await output.WriteAsync(key.ToPem()).ConfigureAwait(false);
            return 0;
        }));
        return command;
    }
}
