using EdgeAI.Flash.Boards;
using EdgeAI.Flash.Plans;
using EdgeAI.Flash.Tools;
using EdgeAI.Profiles.Boards;

namespace EdgeAI.Flash.Commands;

/// <summary>What --dry-run prints: every command as it would be run, and in comments of the shell what happens besides.</summary>
internal static class DryRunText
{
    /// <summary>The lines.</summary>
    public static IReadOnlyList<string> Of(BoardProfile board, FlashOptions options, FlashPlan plan, GeneratedSource source, bool listens)
    {
        string line = options.Line == FirmwareLine.Stable ? "1.x" : "2.0 preview";
        List<string> lines = [$"# {board.Name}, target {plan.Target}, nanoFramework {line}: nothing below is run", $"# generate {source.Path} ({source.State})"];
        lines.AddRange(plan.Build(ToolCheck.ProjectSystem()).Select(static step => step.Command.ToString()));
        for (int unit = 0; unit < options.Ports.Count; unit++)
        {
            foreach (FlashStep step in plan.Deploy(unit, FlashPlan.NetworkFilePlace))
            {
                if (step.Before.Length > 0)
                {
                    lines.Add($"# {step.Before}");
                }

                if (step.Command.Arguments.Contains(FlashPlan.NetworkFilePlace))
                {
                    lines.Add($"# {FlashPlan.NetworkFilePlace}: from EDGEAI_WIFI_SSID and EDGEAI_WIFI_PASSWORD or asked for, readable by this user alone (0600), deleted afterwards");
                }

                lines.Add(step.Command.ToString());
            }

            lines.Add(Listening(board, options, unit, listens));
        }

        return lines;
    }

    private static string Listening(BoardProfile board, FlashOptions options, int unit, bool listens)
    {
        if (!listens)
        {
            return options.NoCheck ? "# not checked (--no-check)" : $"# not checked: every board of this profile speaks under {board.Uplink?.Topic} of {board.Uplink?.Host}:{board.Uplink?.Port}";
        }

        string port = options.DataPorts.Count > 0 ? options.DataPorts[unit]
            : board.Uplink is { Kind: BoardLinkKind.Mqtt } broker ? DataLink.OfBroker(broker)
            : "the only other serial port (--data-port names another)";
        string speed = board.Uplink?.Baud is { } baud ? $" at {baud} baud" : "";
        string tare = options.Calibrate ? "its tares, " : "";
        return $"# listen on {port}{speed}: hello, {tare}readings for {options.Watch.TotalSeconds:F0} s, verdict"
            + (options.Calibrate ? $", a line in {options.Record}" : "");
    }
}
