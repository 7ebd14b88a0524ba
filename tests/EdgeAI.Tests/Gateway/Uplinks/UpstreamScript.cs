using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace EdgeAI.Tests.Gateway.Uplinks;

/// <summary>A script of tests/upstreams that starts and stops a server of its own in a folder; skips the test where the server is not installed.</summary>
internal sealed class UpstreamScript : IAsyncDisposable
{
    // What the scripts end with when the server is not installed.
    private const int NotInstalled = 3;

    private readonly TemporaryFolder _folder = new();
    private readonly string _script;
    private readonly int[] _ports;
    private readonly string[] _peer;

    private UpstreamScript(string script, int ports, UpstreamScript? peer)
    {
        _script = script;
        _peer = peer is null ? [] : [peer._folder["server"]];
        _ports = [.. Enumerable.Range(0, ports).Select(_ => FreePort())];
    }

    public int Port => _ports[0];

    public int SecondPort => _ports[1];

    /// <summary>The server's folder.</summary>
    public string Folder => _folder["server"];

    public int[] Ports => _ports;

    /// <summary>Makes a script's server, and starts it, as a member of the cluster of another where there is one.</summary>
    /// <param name="script">The script.</param>
    /// <param name="ports">How many ports it is given.</param>
    /// <param name="peer">A member of the cluster.</param>
    /// <param name="prepare">Puts files into its folder before it starts.</param>
    public static async Task<UpstreamScript> StartAsync(string script, int ports = 1, UpstreamScript? peer = null, Action<UpstreamScript>? prepare = null)
    {
        UpstreamScript upstream = new(script, ports, peer);
        try
        {
            // A server that gives its rights away must still reach its folder.
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(upstream._folder.Path, (UnixFileMode)0b111_101_101);
            }

            prepare?.Invoke(upstream);
            await upstream.StartAsync();
            return upstream;
        }
        catch
        {
            await upstream.DisposeAsync();
            throw;
        }
    }

    public Task StartAsync() => RunAsync(["start", _folder["server"], .. _ports.Select(port => $"{port}"), .. _peer]);

    public Task StopAsync() => RunAsync(["stop", _folder["server"]]);

    public Task KillAsync() => RunAsync(["kill", _folder["server"]]);

    public Task ReloadAsync() => RunAsync(["reload", _folder["server"]]);

    public Task SyncAsync() => RunAsync(["sync", _folder["server"]]);

    /// <summary>Runs another of the script's actions; its output.</summary>
    public Task<string> DoAsync(string action, params string[] words) => RunAsync([action, _folder["server"], .. words]);

    public async ValueTask DisposeAsync()
    {
        await RunAsync(["stop", _folder["server"]], mayFail: true);
        _folder.Dispose();
    }

    /// <summary>Runs a program; its output.</summary>
    public static async Task<string> RunAsync(string program, IEnumerable<string> arguments, string input = "", bool mayFail = false)
    {
        ProcessStartInfo start = new(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        using CancellationTokenSource bound = new(TimeSpan.FromSeconds(180));
        await process.WaitForExitAsync(bound.Token);
        Assert.SkipWhen(process.ExitCode == NotInstalled && !mayFail, (await errors).Trim());
        Assert.True(process.ExitCode == 0 || mayFail, $"{program} {string.Join(' ', arguments)}: {await errors}{await output}");
        return await output;
    }

    private static int FreePort()
    {
        // Below the ports that the system gives to connections, so that none takes it before the server listens.
        while (true)
        {
            int port = Random.Shared.Next(20_000, 32_000);
            using Socket probe = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                probe.Bind(new IPEndPoint(IPAddress.Loopback, port));
                return port;
            }
            catch (SocketException)
            {
                // Taken: another one.
            }
        }
    }

    private Task<string> RunAsync(IEnumerable<string> arguments, bool mayFail = false)
        => RunAsync("bash", [Checkout.PathOf("tests", "upstreams", _script), .. arguments], mayFail: mayFail);
}
