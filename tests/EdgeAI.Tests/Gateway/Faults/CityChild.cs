using System.Diagnostics;

namespace EdgeAI.Tests.Gateway.Faults;

/// <summary>The durable upstream in a process of its own (<c>EdgeAI.PowerCut city</c>): what it acknowledged outlives its kill.</summary>
internal sealed class CityChild : IDisposable
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(30);
    private readonly Process _process;

    private CityChild(Process process) => _process = process;

    public bool IsAlive => !_process.HasExited;

    /// <summary>Starts it and waits until it listens.</summary>
    public static async Task<CityChild> StartAsync(string folder, int port)
    {
        ProcessStartInfo start = new("dotnet")
        {
            RedirectStandardOutput = true,
            ArgumentList = { Path.Combine(AppContext.BaseDirectory, "EdgeAI.PowerCut.dll"), "city", folder, port.ToString() },
        };
        CityChild child = new(Process.Start(start) ?? throw new InvalidOperationException("the city did not start"));
        string? line = await child._process.StandardOutput.ReadLineAsync().WaitAsync(Bound);
        return line == $"port {port}" ? child : throw new InvalidOperationException($"the city said: {line ?? "nothing"}");
    }

    /// <summary>SIGKILL: the process has no say.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            Kill();
        }

        _process.Dispose();
    }
}
