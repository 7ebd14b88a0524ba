using System.Diagnostics;
using EdgeAI.Flash.Boards;
using EdgeAI.Profiles;
using EdgeAI.Profiles.Boards;

namespace EdgeAI.Tests.Flash;

/// <summary>
/// A folder with a checkout's firmware folder, tools that only record how they are called, and a home without anything: where EdgeAI.Flash runs as a process of its
/// own, as a person runs it. The tools are programs: scripts of the shell.
/// </summary>
internal sealed class FlashBench : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("edgeai-flash-test-");

    public FlashBench()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "pseudo-terminals and the tools' stand-ins need Linux");
        foreach (string folder in (string[])["bin", "home", "firmware/EdgeAI.Firmware", "seen", "tmp"])
        {
            Directory.CreateDirectory(PathOf(folder));
        }

        File.WriteAllText(PathOf("firmware", "EdgeAI.Firmware", "EdgeAI.Firmware.projitems"), "<Project />");
        Install("dotnet", """
            while [ $# -gt 0 ]; do [ "$1" = -o ] && { mkdir -p "$2"; echo image > "$2/EdgeAI.Firmware.bin"; }; shift; done
            """);
        Install("nuget", "echo restored");
        Install("msbuild", """
            project=$(dirname "$1")
            for argument in "$@"; do case "$argument" in -p:OutputPath=*) output="$project/${argument#-p:OutputPath=}"; mkdir -p "$output"; echo image > "$output/EdgeAI.Firmware.bin";; esac; done
            """);
        Install("nanoff", """
            [ "$1" = --version ] && echo 'nanoff 2.5.162+0123456789'
            while [ $# -gt 0 ]; do [ "$1" = --networkdeployment ] && { stat -c %a "$2" > SEEN/network.mode; cp "$2" SEEN/network.json; echo "$2" > SEEN/network.path; }; shift; done
            exit 0
            """);
        Environment["NanoFrameworkProjectSystemPath"] = PathOf("system");
        Directory.CreateDirectory(PathOf("system"));
        File.WriteAllText(PathOf("system", "NFProjectSystem.props"), "<Project />");
    }

    /// <summary>Variables that the program finds, beside its path and home.</summary>
    public Dictionary<string, string> Environment { get; } = [];

    /// <summary>The calls of tools, in order, versions left out: the tool's name and its arguments.</summary>
    public string[] Calls => File.Exists(PathOf("seen", "calls"))
        ? [.. File.ReadAllLines(PathOf("seen", "calls")).Where(static call => call != "nanoff --version")]
        : [];

    public static string Profile(string name) => Checkout.PathOf("hardware-profiles", $"{name}.profile.json");

    public static BoardProfile Load(string path)
    {
        Assert.True(BoardProfileLoader.TryLoad(path, out BoardProfile? board, out IReadOnlyList<ProfileProblem> problems), string.Join('\n', problems));
        return board;
    }

    /// <summary>Switches on a simulated board that runs a profile.</summary>
    public static SimulatedUnit SwitchOn(string profilePath, string serialNumber = "bench-1") => new(Load(profilePath), serialNumber, 1);

    public string PathOf(params string[] parts) => Path.Combine([_folder.FullName, .. parts]);

    /// <summary>Puts a program on the path that records its call and environment, and then does what the script says; SEEN stands for the folder of what was seen.</summary>
    public void Install(string program, string script)
    {
        string path = PathOf("bin", program);
        string seen = PathOf("seen");
        File.WriteAllText(path, $"#!/bin/sh\nPATH=/usr/bin:/bin\nenv >> {seen}/environment\necho {program} \"$@\" >> {seen}/calls\n{script.Replace("SEEN", seen, StringComparison.Ordinal)}\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    public void Uninstall(string program) => File.Delete(PathOf("bin", program));

    public string Seen(string name) => File.ReadAllText(PathOf("seen", name)).Trim();

    public Task<FlashResult> RunAsync(params string[] arguments) => RunAsync(static _ => Task.CompletedTask, arguments);

    /// <summary>Runs the program to its end while something is done to it.</summary>
    public async Task<FlashResult> RunAsync(Func<Process, Task> meanwhile, params string[] arguments)
    {
        // A shell's background job ignores SIGINT, and so does all that it starts: the process gets it back, as it has it in a terminal.
        ProcessStartInfo start = new("/usr/bin/env", ["--default-signal=INT", Dotnet(), Path.Combine(AppContext.BaseDirectory, "EdgeAI.Flash.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = _folder.FullName,
        };
        start.Environment["PATH"] = PathOf("bin");
        start.Environment["HOME"] = PathOf("home");
        start.Environment["TMPDIR"] = PathOf("tmp");
        start.Environment.Remove("EDGEAI_WIFI_SSID");
        start.Environment.Remove("EDGEAI_WIFI_PASSWORD");
        foreach ((string name, string value) in Environment)
        {
            start.Environment[name] = value;
        }

        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        using CancellationTokenSource limit = new(Limit);
        try
        {
            await meanwhile(process);
            await process.WaitForExitAsync(limit.Token);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }

        return new FlashResult(process.ExitCode, await output, await errors);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static string Dotnet() => System.Environment.GetEnvironmentVariable("PATH")!
        .Split(Path.PathSeparator)
        .Select(static folder => Path.Combine(folder, "dotnet"))
        .First(File.Exists);
}
