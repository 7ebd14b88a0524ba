using System.Diagnostics;
using EdgeAI.Flash.Commands;
using EdgeAI.Flash.Plans;

namespace EdgeAI.Flash.Tools;

/// <summary>Runs the steps of a plan and shows how they get on: what is done, for how long, and what the tool said last.</summary>
/// <param name="terminal">Where it is shown.</param>
/// <param name="verbose">Whether the tools' whole output is shown.</param>
internal sealed class StepRunner(Terminal terminal, bool verbose)
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    /// <summary>Runs one step.</summary>
    /// <param name="name">Whose step it is; empty where that is clear.</param>
    /// <param name="step">The step.</param>
    /// <param name="stop">Ends it.</param>
    /// <exception cref="FlashFailedException">It failed: one line with what the tool said last, and the mend.</exception>
    public async Task RunAsync(string name, FlashStep step, CancellationToken stop)
    {
        string title = name.Length == 0 ? step.Title : $"{name}: {step.Title}";
        if (step.Before.Length > 0)
        {
            terminal.Line($"{title}: {step.Before}");
        }

        long start = Stopwatch.GetTimestamp();
        string latest = "";
        ToolResult result;
        await using (Timer timer = new(_ => terminal.Progress($"{title}  {Stopwatch.GetElapsedTime(start):mm\\:ss}  {latest}"), null, TimeSpan.Zero, Period))
        {
            result = await ToolProcess.RunAsync(step.Command, line => Say(line, ref latest), stop).ConfigureAwait(false);
        }

        if (result.ExitCode != 0)
        {
            string said = result.LastLine.Length == 0 ? "it said nothing" : $"it said last: {result.LastLine}";
            throw new FlashFailedException($"{title}: {step.Command.Program} ended with {result.ExitCode} ({said}): {step.Mend}", ExitCode.Failure);
        }

        terminal.Line($"{title}  done in {Stopwatch.GetElapsedTime(start).TotalSeconds:F1} s");
    }

    private void Say(string line, ref string latest)
    {
        if (verbose)
        {
            terminal.Line("  " + line);
        }

        if (!string.IsNullOrWhiteSpace(line))
        {
            latest = line.Trim();
        }
    }
}
