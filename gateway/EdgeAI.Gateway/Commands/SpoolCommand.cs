using System.CommandLine;
using EdgeAI.Gateway.Spool.Files;
using EdgeAI.Gateway.Spool.Tools;

namespace EdgeAI.Gateway.Commands;

/// <summary><c>spool inspect</c>, <c>spool export</c> and <c>spool repair</c>: looks into a spool, copies what waits, and makes a sound file of a damaged one.</summary>
internal static class SpoolCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(TimeProvider time) => new("spool", "Looks into a spool, copies what waits, repairs its file") { Inspect(time), Export(), Repair(time) };

    private static Option<string> Folder() => new("--spool") { Description = "The spool's folder", DefaultValueFactory = _ => "spool" };

    private static Command Inspect(TimeProvider time)
    {
        Option<string> folder = Folder();
        Command command = new("inspect", "Says what waits, how old it is and what was lost; a gateway may be running on it") { folder };
        command.SetAction((result, _) => OneLine.RunAsync(result, async output =>
        {
            await SpoolInspection.WriteAsync(result.GetRequiredValue(folder), time, output).ConfigureAwait(false);
            return 0;
        }));
        return command;
    }

    private static Command Repair(TimeProvider time)
    {
        Option<string> folder = Folder();
        Command command = new("repair", "Carries every record that can be read over into a new file, declares what cannot, and keeps the old file; stop the gateway before") { folder };
        command.SetAction((result, _) => OneLine.RunAsync(result, async output =>
        {
            await SpoolRepair.RunAsync(result.GetRequiredValue(folder), time, output).ConfigureAwait(false);
            return 0;
        }));
        return command;
    }

    private static Command Export()
    {
        Option<string> folder = Folder();
        Option<string?> file = new("--file") { Description = "A file that was kept aside, instead of the folder's own" };
        Option<string> to = new("--to") { Description = "The file to write", Required = true };
        Option<string> format = new("--format") { Description = "batches, gateway batches each after its length (u32, little-endian), or json, one object a line", DefaultValueFactory = _ => "batches" };
        Command command = new("export", "Copies what waits into a file, and changes nothing; a gateway may be running on it") { folder, file, to, format };
        command.SetAction((result, _) => OneLine.RunAsync(result, async output =>
        {
            ExportFormat chosen = result.GetRequiredValue(format) switch
            {
                "batches" => ExportFormat.Batches,
                "json" => ExportFormat.Json,
                string other => throw new GatewayException($"--format '{other}' is not known: write batches or json"),
            };
            await SpoolExport.WriteAsync(result.GetValue(file) ?? SpoolFile.PathIn(result.GetRequiredValue(folder)), result.GetRequiredValue(to), chosen, output).ConfigureAwait(false);
            return 0;
        }));
        return command;
    }
}
