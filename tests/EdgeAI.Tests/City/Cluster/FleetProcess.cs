using System.Diagnostics;
using System.Globalization;

namespace EdgeAI.Tests.City.Cluster;

/// <summary>Hundreds of simulated gateways in a process of their own (EdgeAI.GatewayFleet), spoken to in lines.</summary>
internal sealed class FleetProcess : IDisposable
{
    private readonly Process _process;

    private FleetProcess(Process process) => _process = process;

    public static FleetProcess Start(int first, int count, IEnumerable<int> ports)
    {
        ProcessStartInfo start = new("dotnet") { RedirectStandardInput = true, RedirectStandardOutput = true };
        foreach (string argument in (string[])[Path.Combine(AppContext.BaseDirectory, "EdgeAI.GatewayFleet.dll"), $"first={first}", $"count={count}", $"ports={string.Join(',', ports)}", "backoff=4"])
        {
            start.ArgumentList.Add(argument);
        }

        return new FleetProcess(Process.Start(start) ?? throw new InvalidOperationException("the fleet did not start"));
    }

    public async Task ReadyAsync() => Assert.Equal("ready", await _process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));

    /// <summary>Gives a command and waits for its answer: words of the form name=number.</summary>
    public async Task<Dictionary<string, long>> AskAsync(string command)
    {
        await _process.StandardInput.WriteLineAsync(command);
        await _process.StandardInput.FlushAsync(TestContext.Current.CancellationToken);
        string line = await _process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) ?? throw new InvalidOperationException("the fleet ended");
        return line.Split(' ').Select(static word => word.Split('=')).ToDictionary(static word => word[0], static word => long.Parse(word[1], CultureInfo.InvariantCulture));
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
}
