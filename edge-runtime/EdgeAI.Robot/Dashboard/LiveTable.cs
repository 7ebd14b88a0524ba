using Spectre.Console;
using Spectre.Console.Rendering;

namespace EdgeAI.Robot.Dashboard;

/// <summary>Draws a snapshot as tables for a terminal.</summary>
internal static class LiveTable
{
    // Per table: an empty line, the heading, its rule, an empty line.
    private const int TableOverhead = 4;
    private const int LinesBesideTables = 6;

    /// <summary>Builds what is drawn.</summary>
    /// <param name="run">The snapshot.</param>
    /// <param name="height">The terminal's height in lines: where it is too low, the lines on truth wait for the summary.</param>
    public static IRenderable Draw(RunSnapshot run, int height)
    {
        int needed = run.Streams.Count + run.Stages.Count + (2 * TableOverhead) + LinesBesideTables + run.Boards.Count + run.LatestNews.Count + run.Truth.Count;
        return new Rows(
            new Markup($"[bold]EdgeAI[/]  {Markup.Escape(run.World)}  [grey]{run.Elapsed:mm\\:ss}[/]"),
            Streams(run),
            Stages(run),
            Delivery(run),
            new Rows(run.LatestNews.Select(static line => new Text(line, new Style(Color.Yellow)))),
            new Rows((needed > height ? [] : run.Truth).Select(static line => new Text(line))));
    }

    private static Table Streams(RunSnapshot run)
    {
        Table table = NewTable("Stream", "Hz", "of", "Received", "No reading", "Missing", "Faults", "Rejected", "Dropped", "p50", "p99", "");
        foreach (StreamRow row in run.Streams)
        {
            table.AddRow(
                Cell(row.Name),
                Cell($"{row.RateHz:F1}"),
                Cell(row.WantedHz == 0 ? "" : $"{row.WantedHz:F0}"),
                Cell($"{row.Received}"),
                Cell($"{row.WithoutReading}"),
                Alarm(row.Missing),
                Alarm(row.Faults),
                Alarm(row.Rejected),
                Alarm(row.EdgeDropped),
                Cell(Durations.Show(row.LatencyP50)),
                Cell(Durations.Show(row.LatencyP99)),
                Cell(row.Note));
        }

        return table;
    }

    private static Table Stages(RunSnapshot run)
    {
        Table table = NewTable("Stage", "by", "Taken", "Decided", "Too old", "Unusable", "p50", "p99", "Latest");
        foreach (StageRow row in run.Stages)
        {
            table.AddRow(
                Cell(row.Name),
                Cell(row.IsInference ? "model" : "rule"),
                Cell($"{row.Taken}"),
                Cell($"{row.Published}"),
                Alarm(row.TooOld),
                Alarm(row.Unusable),
                Cell(Durations.Show(row.LatencyP50)),
                Cell(Durations.Show(row.LatencyP99)),
                Cell(row.Latest));
        }

        return table;
    }

    private static Rows Delivery(RunSnapshot run)
    {
        List<IRenderable> lines = [];
        foreach (string line in SummaryText.BoardLines(run).Concat(SummaryText.DeliveryLines(run)))
        {
            lines.Add(new Text(line));
        }

        return new Rows(lines);
    }

    private static Table NewTable(params string[] columns)
    {
        Table table = new Table().Border(TableBorder.Simple);
        foreach (string column in columns)
        {
            TableColumn made = new(new Text(column));
            table.AddColumn((column is "Stream" or "Stage" or "by" or "Latest" or "" ? made : made.RightAligned()).Padding(1, 0, 1, 0));
        }

        return table;
    }

    // Spaces that do not break: a cell that wraps pushes the rest of the table off the screen.
    private static Text Cell(string text) => new(text.Replace(' ', '\u00A0'));

    private static Text Alarm(long count) => new($"{count}", count > 0 ? new Style(Color.Yellow) : Style.Plain);
}
