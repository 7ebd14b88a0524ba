using System.Diagnostics;

namespace EdgeAI.Tests.Robot;

/// <summary>EdgeAI.Robot as a person runs it: a process of its own, judged by what it prints and answers.</summary>
internal static class RobotProcess
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    /// <summary>Runs to the end with any free ports and a spool of its own, unless the arguments say otherwise.</summary>
    public static Task<RobotResult> RunAsync(params string[] arguments) => RunAsync(static (_, _) => Task.CompletedTask, arguments);

    /// <summary>Compares two recordings.</summary>
    public static Task<RobotResult> DiffAsync(string left, string right, params string[] arguments) => RunAsync(["--diff", left, right, .. arguments]);

    /// <summary>Runs a command that takes none of a run's options.</summary>
    public static Task<RobotResult> RunBareAsync(params string[] arguments) => StartAsync(static (_, _) => Task.CompletedTask, arguments);

    /// <summary>Runs to the end while something is done to the process.</summary>
    /// <param name="meanwhile">Gets the process and a task that ends when its first line is printed.</param>
    /// <param name="arguments">The program's arguments.</param>
    public static async Task<RobotResult> RunAsync(Func<Process, Task, Task> meanwhile, params string[] arguments)
    {
        string spool = Directory.CreateTempSubdirectory("edgeai-robot-").FullName;
        try
        {
            List<string> all = [.. arguments];
            Default(all, "--spool", Path.Combine(spool, "spool"));
            Default(all, "--gateway-port", "0");
            Default(all, "--city-port", "0");
            return await StartAsync(meanwhile, [.. all]);
        }
        finally
        {
            Directory.Delete(spool, recursive: true);
        }
    }

    private static async Task<RobotResult> StartAsync(Func<Process, Task, Task> meanwhile, string[] arguments)
    {
        // A shell's background job ignores SIGINT, and so does all that it starts: the process gets it back, as it has it in a terminal.
        List<string> all = [Path.Combine(AppContext.BaseDirectory, "EdgeAI.Robot.dll"), .. arguments];
        (string program, List<string> given) = OperatingSystem.IsLinux() ? ("env", ["--default-signal=INT", "dotnet", .. all]) : ("dotnet", all);
        ProcessStartInfo start = new(program, given) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Checkout.Root };
        using Process process = Process.Start(start)!;
        TaskCompletionSource firstLine = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Task<string> output = ReadAsync(process.StandardOutput, firstLine);
        Task<string> errors = process.StandardError.ReadToEndAsync();
        using CancellationTokenSource limit = new(Limit);
        try
        {
            await meanwhile(process, firstLine.Task);
            await process.WaitForExitAsync(limit.Token);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill();
            }
        }

        return new RobotResult(process.ExitCode, await output, await errors);
    }

    private static void Default(List<string> arguments, string option, string value)
    {
        if (!arguments.Contains(option))
        {
            arguments.AddRange([option, value]);
        }
    }

    private static async Task<string> ReadAsync(StreamReader reader, TaskCompletionSource firstLine)
    {
        List<string> lines = [];
        while (await reader.ReadLineAsync() is { } line)
        {
            lines.Add(line);
            firstLine.TrySetResult();
        }

        firstLine.TrySetResult();
        return string.Join('\n', lines);
    }
}
