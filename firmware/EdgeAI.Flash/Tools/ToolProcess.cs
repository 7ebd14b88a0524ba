using System.ComponentModel;
using System.Diagnostics;
using EdgeAI.Flash.Commands;
using EdgeAI.Flash.Network;
using EdgeAI.Flash.Plans;

namespace EdgeAI.Flash.Tools;

/// <summary>Runs one tool to its end. It and all that it started are ended when the run is.</summary>
internal static class ToolProcess
{
    private const int KeptLines = 200;

    /// <summary>Runs a tool.</summary>
    /// <param name="command">What to run.</param>
    /// <param name="say">Gets each line that it prints, of either stream, one at a time.</param>
    /// <param name="stop">Ends the tool and what it started.</param>
    /// <exception cref="FlashFailedException">It cannot be started.</exception>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public static async Task<ToolResult> RunAsync(ToolCommand command, Action<string> say, CancellationToken stop)
    {
        string file = ToolPath.Find(command.Program) ?? throw new FlashFailedException($"{command.Program} is not on the path any more: install it again");
        ProcessStartInfo start = new(file, command.Arguments) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        foreach (string secret in WifiSettings.Variables)
        {
            // Tools get what they need from a file that only this user may read; a process's environment is shown by ps to whoever runs as that user, and inherited by all that it starts.
            start.Environment.Remove(secret);
        }

        using Process process = Start(start, command);
        process.StandardInput.Close();
        Queue<string> kept = new();
        Task reading = Task.WhenAll(ReadAsync(process.StandardOutput, kept, say), ReadAsync(process.StandardError, kept, say));
        try
        {
            await process.WaitForExitAsync(stop).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        await reading.ConfigureAwait(false);
        return new ToolResult(process.ExitCode, [.. kept]);
    }

    private static Process Start(ProcessStartInfo start, ToolCommand command)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception refused)
        {
            throw new FlashFailedException($"{start.FileName} cannot be started ({refused.Message}): install {command.Program} again", ExitCode.Failure, refused);
        }
    }

    private static async Task ReadAsync(StreamReader reader, Queue<string> kept, Action<string> say)
    {
        // A line ends at a carriage return, too: that is how flashing tools show their progress.
        while (await reader.ReadLineAsync().ConfigureAwait(false) is { } line)
        {
            lock (kept)
            {
                kept.Enqueue(line);
                if (kept.Count > KeptLines)
                {
                    kept.Dequeue();
                }

                say(line);
            }
        }
    }
}
