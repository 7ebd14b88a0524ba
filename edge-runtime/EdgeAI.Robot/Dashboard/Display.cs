using Spectre.Console;
using Spectre.Console.Rendering;

namespace EdgeAI.Robot.Dashboard;

/// <summary>Shows a run while it goes on: a live table on a terminal, a line every second or so where there is none.</summary>
internal static class Display
{
    // Below this a table's cells wrap until nothing can be read: lines do better.
    private const int NarrowestTable = 110;
    private static readonly TimeSpan TablePeriod = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LinePeriod = TimeSpan.FromSeconds(2);

    /// <summary>Shows snapshots until the run is asked to end, or something in it fails.</summary>
    /// <param name="monitor">What is shown.</param>
    /// <param name="plain">Lines even on a terminal.</param>
    /// <param name="goesOn">Whether the run's parts are well.</param>
    /// <param name="stop">Ends the showing.</param>
    public static async Task ShowAsync(RunMonitor monitor, bool plain, Func<bool> goesOn, CancellationToken stop)
    {
        if (plain || Console.IsOutputRedirected || !AnsiConsole.Profile.Capabilities.Ansi || AnsiConsole.Profile.Width < NarrowestTable)
        {
            await EveryAsync(LinePeriod, () => ShowLines(monitor), goesOn, stop).ConfigureAwait(false);
            ShowNews(monitor);
            return;
        }

        await AnsiConsole.Live(LiveTable.Draw(monitor.Snapshot(), AnsiConsole.Profile.Height))
            .AutoClear(true)
            .Overflow(VerticalOverflow.Ellipsis)
            .StartAsync(async context =>
                await EveryAsync(TablePeriod, () => context.UpdateTarget(DrawTable(monitor)), goesOn, stop).ConfigureAwait(false))
            .ConfigureAwait(false);
    }

    private static void ShowLines(RunMonitor monitor)
    {
        ShowNews(monitor);
        Console.WriteLine(SummaryText.ProgressLine(monitor.Snapshot()));
    }

    private static void ShowNews(RunMonitor monitor)
    {
        foreach (string line in monitor.News())
        {
            Console.WriteLine(line);
        }
    }

    private static IRenderable DrawTable(RunMonitor monitor)
    {
        monitor.News();
        return LiveTable.Draw(monitor.Snapshot(), AnsiConsole.Profile.Height);
    }

    private static async Task EveryAsync(TimeSpan period, Action show, Func<bool> goesOn, CancellationToken stop)
    {
        while (goesOn())
        {
            try
            {
                await Task.Delay(period, stop).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            show();
        }
    }
}
