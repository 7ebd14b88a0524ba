using System.Diagnostics;
using EdgeAI.Benchmarks.Gateway.Traffic;

namespace EdgeAI.Benchmarks.Gateway.Subjects;

/// <summary>This program in one of its traffic modes, in a process of its own, spoken to in lines.</summary>
internal sealed class TrafficProcess : IDisposable
{
    private readonly Process _process;

    private TrafficProcess(Process process) => _process = process;

    /// <summary>The processor time that it has taken.</summary>
    public TimeSpan Processor
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Starts publishers and waits until all are connected.</summary>
    public static Task<TrafficProcess> StartPublishersAsync(PublisherOptions options) => StartAsync("publish", options.Words());

    /// <summary>Starts the city's subscriber and waits until it is subscribed.</summary>
    /// <param name="upstreamPort">The upstream broker.</param>
    /// <param name="liveFrom">The first board whose ages at arrival count.</param>
    public static Task<TrafficProcess> StartSubscriberAsync(int upstreamPort, int liveFrom = 0) => StartAsync("subscribe", [$"port={upstreamPort}", $"live={liveFrom}"]);

    /// <summary>Starts simulated gateways; their uplinks run, and connect by themselves.</summary>
    /// <param name="first">The first one's number.</param>
    /// <param name="count">How many.</param>
    /// <param name="ports">The MQTT ports of a cluster's nodes.</param>
    public static Task<TrafficProcess> StartFleetAsync(int first, int count, IEnumerable<int> ports)
        => StartAsync("fleet", [$"first={first}", $"count={count}", $"ports={string.Join(',', ports)}"]);

    /// <summary>Gives a command that has no answer.</summary>
    public void Tell(string command)
    {
        _process.StandardInput.WriteLine(command);
        _process.StandardInput.Flush();
    }

    /// <summary>Gives a command and waits for its answer.</summary>
    public async Task<TrafficArguments> AskAsync(string command)
    {
        Tell(command);
        return new TrafficArguments((await ReadLineAsync()).Split(' '));
    }

    /// <summary>Waits for a line that it says by itself.</summary>
    public async Task ExpectAsync(string line)
    {
        string said = await ReadLineAsync();
        if (said != line)
        {
            throw new InvalidOperationException($"'{line}' was due, the traffic's process said '{said}'");
        }
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

    private static async Task<TrafficProcess> StartAsync(string mode, IEnumerable<string> words)
    {
        ProcessStartInfo start = new("dotnet") { RedirectStandardInput = true, RedirectStandardOutput = true };
        foreach (string argument in (IEnumerable<string>)[typeof(TrafficProcess).Assembly.Location, mode, .. words])
        {
            start.ArgumentList.Add(argument);
        }

        TrafficProcess process = new(Process.Start(start) ?? throw new InvalidOperationException("the traffic's process did not start"));
        await process.ExpectAsync("ready");
        return process;
    }

    private async Task<string> ReadLineAsync()
        => await _process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("the traffic's process ended");
}
