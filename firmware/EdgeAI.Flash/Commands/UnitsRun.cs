using EdgeAI.Device.Board;
using EdgeAI.Flash.Boards;
using EdgeAI.Flash.Network;
using EdgeAI.Flash.Plans;
using EdgeAI.Flash.Tools;
using EdgeAI.Profiles.Boards;
using EdgeAI.Runtime.Time;

namespace EdgeAI.Flash.Commands;

/// <summary>Builds the firmware once and brings it onto every board, all at once but for what only one board at a time can do.</summary>
internal sealed class UnitsRun(BoardProfile board, FlashOptions options, FlashPlan plan, Terminal terminal, IReadOnlyList<string> dataPorts) : IDisposable
{
    // nanoFramework starts within seconds; USB takes a while to be seen.
    private static readonly TimeSpan PortLimit = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan PortLook = TimeSpan.FromMilliseconds(200);

    private readonly StepRunner _steps = new(terminal, options.Verbose);
    private readonly SemaphoreSlim _alone = new(1);

    // nanoff downloads nanoFramework once and keeps it: the first board's update does so before the others read it.
    private readonly TaskCompletionSource _downloaded = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Runs to the verdict.</summary>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    /// <exception cref="FlashFailedException">What comes before the boards failed.</exception>
    public async Task<int> RunAsync(GeneratedSource source, IReadOnlyList<FlashStep> build, CancellationToken stop)
    {
        CheckBeforehand();
        UnitRecordFile? file = UnitsReport.FileFor(options);
        WifiSettings? wifi = plan.NeedsNetwork ? WifiSettings.Obtain(board.Name) : null;
        terminal.Line(source.Write());
        foreach (FlashStep step in build)
        {
            await _steps.RunAsync("", step, stop).ConfigureAwait(false);
        }

        if (!File.Exists(plan.Image))
        {
            throw new FlashFailedException($"{plan.Image}: the build ended well and did not make it; run its command with more output (--dry-run prints it) and look for the .bin", ExitCode.Failure);
        }

        using NetworkFile? network = wifi is null ? null : new NetworkFile(wifi);
        UnitRecord[] units = await Task.WhenAll(options.Ports.Select((_, unit) => UnitAsync(unit, network?.Path ?? "", file, stop))).ConfigureAwait(false);
        return UnitsReport.Print(units, options, terminal);
    }

    /// <inheritdoc/>
    public void Dispose() => _alone.Dispose();

    private void CheckBeforehand()
    {
        if (board.Flash == FlashMethod.Jtag && options.Ports.Count > 1 && options.Probes.Count == 0 && !options.NoUpdate)
        {
            throw new FlashFailedException("--probes is missing: several boards hang on several ST-LINKs; name that of each port (nanoff --listjtag), or give --no-update");
        }

        // A board in BOOTSEL has no such port yet.
        if (board.Flash != FlashMethod.Uf2 || options.NoUpdate)
        {
            foreach (string port in options.Ports.Where(static port => !IsThere(port)))
            {
                throw new FlashFailedException($"{port} is not there: plug the board in (ls /dev/ttyACM* /dev/ttyUSB* shows what is) and name its node");
            }
        }
    }

    private static bool IsThere(string port) => !port.StartsWith("/dev/", StringComparison.Ordinal) || File.Exists(port);

    private async Task<UnitRecord> UnitAsync(int unit, string networkFile, UnitRecordFile? file, CancellationToken stop)
    {
        string port = options.Ports[unit];
        UnitCheck check = new(board, options, terminal);
        UnitRecord record;
        try
        {
            await DeployAsync(unit, port, networkFile, stop).ConfigureAwait(false);
            record = dataPorts.Count == 0 ? new UnitRecord { Port = port, Board = board, IsUnheard = true } : await ListenAsync(unit, port, check, stop).ConfigureAwait(false);
        }
        catch (FlashFailedException failure)
        {
            // One board's failure is its own: the others go on.
            record = check.Failed(port, failure.Message);
        }

        file?.Append(record);
        return record;
    }

    private async Task DeployAsync(int unit, string port, string networkFile, CancellationToken stop)
    {
        string name = options.Calibrate ? port : "";
        try
        {
            if (unit > 0)
            {
                await _downloaded.Task.WaitAsync(stop).ConfigureAwait(false);
            }

            foreach (FlashStep step in plan.Deploy(unit, networkFile))
            {
                await StepAsync(name, step, port, stop).ConfigureAwait(false);
                _downloaded.TrySetResult();
            }
        }
        finally
        {
            _downloaded.TrySetResult();
        }
    }

    private async Task StepAsync(string name, FlashStep step, string port, CancellationToken stop)
    {
        if (!step.OneAtATime)
        {
            await _steps.RunAsync(name, step, stop).ConfigureAwait(false);
            return;
        }

        await _alone.WaitAsync(stop).ConfigureAwait(false);
        try
        {
            await _steps.RunAsync(name, step, stop).ConfigureAwait(false);
            await WaitForPortAsync(port, stop).ConfigureAwait(false);
        }
        finally
        {
            _alone.Release();
        }
    }

    private static async Task WaitForPortAsync(string port, CancellationToken stop)
    {
        MonotonicClock clock = new();
        while (!IsThere(port))
        {
            if (clock.Nanoseconds >= PortLimit.Ticks * 100)
            {
                throw new FlashFailedException($"{port} did not come within {PortLimit.TotalSeconds:F0} s of the update: look which port the board has now (ls /dev/ttyACM*) and go on with --no-update and that port", ExitCode.Failure);
            }

            await Task.Delay(PortLook, stop).ConfigureAwait(false);
        }
    }

    private async Task<UnitRecord> ListenAsync(int unit, string port, UnitCheck check, CancellationToken stop)
    {
        ILink link = DataLink.Open(dataPorts[unit], board.Uplink?.Baud, new MonotonicClock());
        using IDisposable? open = link as IDisposable;
        return await check.RunAsync(options.Calibrate ? port : "", port, dataPorts[unit], link, stop).ConfigureAwait(false);
    }
}
