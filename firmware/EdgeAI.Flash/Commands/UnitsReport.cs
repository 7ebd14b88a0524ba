using EdgeAI.Flash.Boards;
using EdgeAI.Flash.Tools;

namespace EdgeAI.Flash.Commands;

/// <summary>The end of a run: what is said of each board, and what the process answers.</summary>
internal static class UnitsReport
{
    /// <summary>The file that units are recorded in; null where they are not.</summary>
    /// <exception cref="FlashFailedException">It cannot be written.</exception>
    public static UnitRecordFile? FileFor(FlashOptions options)
    {
        if (!options.Calibrate)
        {
            return null;
        }

        UnitRecordFile file = new(options.Record, TimeProvider.System);
        file.Prepare();
        return file;
    }

    /// <summary>Prints the verdicts.</summary>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public static int Print(IReadOnlyList<UnitRecord> units, FlashOptions options, Terminal terminal)
    {
        foreach (UnitRecord unit in units)
        {
            string port = options.Calibrate ? $"{unit.Port}: " : "";
            foreach (string problem in unit.Problems)
            {
                FlashCommand.Complain(port + problem);
            }

            if (unit.Problems.Count == 0)
            {
                terminal.Line(port + (unit.IsUnheard ? Unheard(unit, options) : $"'{unit.Board.Name}' is what its profile says: profile hash, {unit.Board.Sensors.Count} streams, types, periods, frames"));
            }
        }

        if (options.Calibrate)
        {
            terminal.Line($"{units.Count} units recorded in {options.Record}: {units.Count(static unit => unit.Verdict == "pass")} pass, {units.Count(static unit => unit.Problems.Count > 0)} fail");
        }

        return units.Any(static unit => unit.Problems.Count > 0) ? ExitCode.Failure
            : units.Any(static unit => unit.IsUnheard) ? ExitCode.NotChecked
            : ExitCode.Success;
    }

    private static string Unheard(UnitRecord unit, FlashOptions options) => options.NoCheck
        ? $"'{unit.Board.Name}' is flashed and was not listened to, as asked (--no-check)"
        : $"'{unit.Board.Name}' is flashed and not checked: every board of this profile speaks under {unit.Board.Uplink?.Topic} of {unit.Board.Uplink?.Host}:{unit.Board.Uplink?.Port}, and none is told from the others; flash one at a time to hear each";
}
