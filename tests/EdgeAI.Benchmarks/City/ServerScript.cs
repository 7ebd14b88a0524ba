using System.Diagnostics;
using EdgeAI.Benchmarks.Gateway.Subjects;

namespace EdgeAI.Benchmarks.City;

/// <summary>A script of tests/upstreams with the server that it starts in a folder of its own.</summary>
internal sealed class ServerScript
{
    // What the scripts end with when the server is not installed.
    private const int NotInstalled = 3;

    private readonly string _script;
    private readonly string[] _settings;

    private ServerScript(string script, int ports, string[] settings)
    {
        _script = script;
        _settings = settings;
        Folder = Directory.CreateTempSubdirectory("edgeai-bench-").FullName;
        Ports = [.. Enumerable.Range(0, ports).Select(static _ => FreePort.Find())];

        // PostgreSQL gives root's rights away and must still reach its folder.
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(Folder, (UnixFileMode)0b111_101_101);
        }
    }

    /// <summary>Where the server keeps what it has.</summary>
    public string Folder { get; }

    /// <summary>Its ports.</summary>
    public int[] Ports { get; }

    /// <summary>Makes one and starts it.</summary>
    /// <exception cref="FileNotFoundException">The server is not installed; the message says which package.</exception>
    public static async Task<ServerScript> StartAsync(string script, int ports, params string[] settings)
    {
        ServerScript server = new(script, ports, settings);
        try
        {
            await server.StartAgainAsync();
            return server;
        }
        catch
        {
            await server.EndAsync();
            throw;
        }
    }

    /// <summary>Starts it on what it kept, with the settings that it had.</summary>
    public Task StartAgainAsync() => DoAsync("start", [.. Ports.Select(static port => $"{port}"), .. _settings]);

    /// <summary>Runs an action of the script; its output.</summary>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public async Task<string> DoAsync(string action, params string[] words)
    {
        ProcessStartInfo start = new("bash", [Path.Combine(AppContext.BaseDirectory, "upstreams", _script), action, Path.Combine(Folder, "server"), .. words]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(start) ?? throw new InvalidOperationException("bash did not start");
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode switch
        {
            0 => output,
            NotInstalled => throw new FileNotFoundException((await errors).Trim()),
            _ => throw new InvalidOperationException($"{_script} {action}: {await errors}{output}"),
        };
    }

    /// <summary>Stops it and removes what it kept.</summary>
    public async Task EndAsync()
    {
        await DoAsync("stop");
        Directory.Delete(Folder, recursive: true);
    }
}
