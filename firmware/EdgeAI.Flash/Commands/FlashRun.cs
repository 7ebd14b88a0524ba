using EdgeAI.Flash.Boards;
using EdgeAI.Flash.Plans;
using EdgeAI.Flash.Tools;
using EdgeAI.Profiles;
using EdgeAI.Profiles.Boards;
using EdgeAI.Profiles.Configuration;

namespace EdgeAI.Flash.Commands;

/// <summary>One run of the program, from the profile to the verdict.</summary>
internal static class FlashRun
{
    /// <summary>Does what was asked for.</summary>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    /// <exception cref="FlashFailedException">It cannot be begun, or a step for all boards failed.</exception>
    public static async Task<int> RunAsync(FlashOptions options, CancellationToken stop)
    {
        BoardProfile board = Load(options.Profile);
        Terminal terminal = new();
        if (options.Simulate)
        {
            return await SimulationRun.RunAsync(board, options, terminal, stop).ConfigureAwait(false);
        }

        FirmwareFolder firmware = FirmwareFolder.Find(options.Firmware);
        FlashPlan plan = new(board, options, firmware);
        GeneratedSource source = new(firmware.SourceOf(board.Name), BoardSource.Generate(board));
        if (options.GenerateOnly)
        {
            terminal.Line(source.Write());
            return ExitCode.Success;
        }

        bool listens = !options.NoCheck && CanListen(board, options);
        if (options.DryRun)
        {
            terminal.Lines(DryRunText.Of(board, options, plan, source, listens));
            return ExitCode.Success;
        }

        string[] dataPorts = listens ? DataPorts(board, options) : [];
        string? projectSystem = await ToolCheck.RunAsync(options.Line, stop).ConfigureAwait(false);
        using UnitsRun units = new(board, options, plan, terminal, dataPorts);
        return await units.RunAsync(source, plan.Build(projectSystem), stop).ConfigureAwait(false);
    }

    private static BoardProfile Load(string path) => BoardProfileLoader.TryLoad(path, out BoardProfile? board, out IReadOnlyList<ProfileProblem> problems)
        ? board
        : throw new FlashFailedException(string.Join('\n', problems));

    // Boards of one profile speak under one topic of one broker, where none is told from the others.
    private static bool CanListen(BoardProfile board, FlashOptions options)
    {
        bool isOneOfSeveral = board.Uplink?.Kind == BoardLinkKind.Mqtt && options.Ports.Count > 1;
        if (isOneOfSeveral && options.DataPorts.Count > 0)
        {
            throw new FlashFailedException($"--data-ports: boards of '{board.Name}' speak under one MQTT topic and cannot be told apart there; flash them one at a time to hear each, or leave it out to flash without listening");
        }

        return board.Uplink is not null && !isOneOfSeveral;
    }

    private static string[] DataPorts(BoardProfile board, FlashOptions options)
    {
        if (options.DataPorts.Count > 0)
        {
            return [.. options.DataPorts];
        }

        if (board.Uplink is { Kind: BoardLinkKind.Mqtt } broker)
        {
            return [DataLink.OfBroker(broker)];
        }

        return options.Ports.Count == 1
            ? [DataLink.Find(board, options.Ports[0])]
            : throw new FlashFailedException("--data-ports is missing: name for each of --ports where that board's data link is wired to this machine, in the same order, or give --no-check to flash without listening");
    }
}
