using System.Diagnostics;

namespace EdgeAI.Tests.Gateway;

/// <summary>A real gateway in a process of its own, on a disk that forgets what was not synced: killing it is a power cut.</summary>
internal sealed class PowerCutChild : IDisposable
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(30);
    private readonly Process _process;

    private PowerCutChild(Process process, int port)
    {
        _process = process;
        Port = port;
    }

    public int Port { get; }

    public bool IsAlive => !_process.HasExited;

    /// <summary>Starts a gateway; nothing when it says that it cannot run on what it found.</summary>
    public static async Task<PowerCutChild?> StartAsync(string spoolFolder, int upstreamPort, bool withoutSync, bool powerCutDisk, int seed)
    {
        ProcessStartInfo start = new("dotnet")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            ArgumentList =
            {
                Path.Combine(AppContext.BaseDirectory, "EdgeAI.PowerCut.dll"),
                spoolFolder,
                upstreamPort.ToString(),
                withoutSync ? "off" : "full",
                powerCutDisk ? "power-cut" : "plain",
                seed.ToString(),
            },
        };
        Process process = Process.Start(start) ?? throw new InvalidOperationException("the child did not start");
        PowerCutChild child = new(process, 0);
        string line = await child.ReadLineAsync();
        if (line.StartsWith("port ", StringComparison.Ordinal))
        {
            return new PowerCutChild(process, int.Parse(line.AsSpan(5)));
        }

        child.Dispose();
        return line.StartsWith("failed: ", StringComparison.Ordinal) ? null : throw new InvalidOperationException($"the child said: {line}");
    }

    /// <summary>Waits until the upstream has all that the spool held.</summary>
    public async Task DrainAsync()
    {
        await _process.StandardInput.WriteLineAsync("drain");
        await _process.StandardInput.FlushAsync(CancellationToken.None);
        Assert.Equal("drained", await ReadLineAsync());
    }

    /// <summary>The bytes that the gateway has allocated since its start.</summary>
    public async Task<long> AllocatedAsync()
    {
        await _process.StandardInput.WriteLineAsync("allocated");
        await _process.StandardInput.FlushAsync(CancellationToken.None);
        return long.Parse(await ReadLineAsync());
    }

    /// <summary>The descriptors that the gateway has open; Linux only (proc(5)).</summary>
    public int CountDescriptors() => Directory.GetFiles($"/proc/{_process.Id}/fd").Length;

    /// <summary>SIGKILL: the process has no say.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    /// <summary>Ends the gateway as an operator would.</summary>
    public async Task StopAsync()
    {
        await _process.StandardInput.WriteLineAsync("stop");
        await _process.StandardInput.FlushAsync(CancellationToken.None);
        await _process.WaitForExitAsync().WaitAsync(Bound);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
    }

    private async Task<string> ReadLineAsync()
        => await _process.StandardOutput.ReadLineAsync().WaitAsync(Bound) ?? throw new InvalidOperationException($"the child ended with code {(_process.WaitForExit(1000) ? _process.ExitCode : -1)}");
}
