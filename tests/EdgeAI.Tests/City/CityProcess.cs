using System.Diagnostics;
using EdgeAI.Tests.Gateway;

namespace EdgeAI.Tests.City;

/// <summary>EdgeAI.City as an operator runs it: a process of its own, to be killed.</summary>
internal sealed class CityProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Lock _lock = new();
    private readonly List<string> _lines = [];

    private CityProcess(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => Note(line.Data);
        process.ErrorDataReceived += (_, line) => Note(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public string Output
    {
        get
        {
            lock (_lock)
            {
                return string.Join('\n', _lines);
            }
        }
    }

    /// <summary>Runs a command to its end.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(params string[] arguments)
    {
        await using CityProcess process = Begin(arguments);
        await process._process.WaitForExitAsync(TestContext.Current.CancellationToken);
        process._process.WaitForExit();
        return (process._process.ExitCode, process.Output);
    }

    /// <summary>Starts a command and waits for nothing.</summary>
    public static CityProcess Begin(string[] arguments)
    {
        ProcessStartInfo start = new("dotnet", [Path.Combine(AppContext.BaseDirectory, "EdgeAI.City.dll"), .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        return new CityProcess(Process.Start(start)!);
    }

    /// <summary>Starts a receiver and waits until it says that it runs.</summary>
    public static Task<CityProcess> ReceiveAsync(params string[] arguments) => StartAsync("receiver ", ["receive", .. arguments]);

    /// <summary>Starts a command and waits until it says a text.</summary>
    public static async Task<CityProcess> StartAsync(string says, params string[] arguments)
    {
        CityProcess process = Begin(arguments);
        await Eventually.HoldsAsync(() => process.Output.Contains(says, StringComparison.Ordinal), "it runs", () => process.Output);
        return process;
    }

    /// <summary>Ends it as a power cut would.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        _process.Dispose();
    }

    private void Note(string? line)
    {
        lock (_lock)
        {
            _lines.Add(line ?? "");
        }
    }
}
