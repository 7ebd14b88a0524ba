using EdgeAI.Device.Board;
using EdgeAI.Flash.Boards;
using EdgeAI.Flash.Plans;
using EdgeAI.Flash.Tools;
using EdgeAI.Profiles.Boards;
using EdgeAI.Profiles.Configuration;
using EdgeAI.Runtime.Time;

namespace EdgeAI.Flash.Commands;

/// <summary>A run with simulated boards: all of it but the tools.</summary>
internal static class SimulationRun
{
    /// <summary>Generates, switches the boards on, and checks them as real ones.</summary>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public static async Task<int> RunAsync(BoardProfile board, FlashOptions options, Terminal terminal, CancellationToken stop)
    {
        terminal.Line($"'{board.Name}' SIMULATED: the board, its chips and every reading are made up; no tool is called, nothing is flashed");
        if (board.Target is not null)
        {
            DirectoryInfo folder = Directory.CreateTempSubdirectory("edgeai-flash-");
            try
            {
                terminal.Line(new GeneratedSource(Path.Combine(folder.FullName, BoardSource.FileName), BoardSource.Generate(board)).Write());
            }
            finally
            {
                folder.Delete(recursive: true);
            }
        }

        string[] names = options.Ports.Count == 0 ? ["simulated"] : [.. options.Ports];
        UnitRecordFile? file = UnitsReport.FileFor(options);
        UnitRecord[] units = await Task.WhenAll(names.Select((name, unit) => CheckAsync(board, options, terminal, file, name, unit, stop))).ConfigureAwait(false);
        return UnitsReport.Print(units, options, terminal);
    }

    private static async Task<UnitRecord> CheckAsync(BoardProfile board, FlashOptions options, Terminal terminal, UnitRecordFile? file, string name, int unit, CancellationToken stop)
    {
        using SimulatedUnit simulated = new(board, $"simulated-{unit + 1}", options.Seed + (ulong)unit);
        ILink link = DataLink.Open(simulated.DataPort, null, new MonotonicClock());
        using IDisposable? open = link as IDisposable;
        UnitRecord record = await new UnitCheck(board, options, terminal).RunAsync(options.Calibrate ? name : "", name, simulated.DataPort, link, stop).ConfigureAwait(false);
        file?.Append(record);
        return record;
    }
}
