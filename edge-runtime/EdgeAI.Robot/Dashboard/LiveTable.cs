using Spectre.Console;
using Spectre.Console.Rendering;

namespace EdgeAI.Robot.Dashboard;

/// <summary>Draws a snapshot as tables for a terminal.</summary>
internal static class LiveTable
{
    /// <summary>Builds what is drawn.</summary>
    public static IRenderable Draw(RunSnapshot run) => new Rows(
        new Markup($"[bold]EdgeAI[/]  {Markup.Escape(run.World)}  [grey]{run.Elapsed:mm\\:ss}[/]"),
        Streams(run),
        Stages(run),
        Delivery(run),
        new Rows(run.Truth.Select(static line => new Text(line))));

    private static Table Streams(RunSnapshot run)
    {
        Table table = NewTable("Stream", "Rate", "Received", "Missing", "Faults", "Rejected", "Edge drops", "p50", "p99", "");
        foreach (StreamRow row in run.Streams)
        {
            table.AddRow(
                Cell(row.Name),
                Cell($"{row.RateHz:F1} Hz"),
                Cell($"{row.Received}"),
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
        Table table = NewTable("Stage", "Taken", "Decisions", "Too old", "Unusable", "p50", "p99", "Latest");
        foreach (StageRow row in run.Stages)
        {
            table.AddRow(
                Cell(row.IsInference ? $"{row.Name} (model)" : row.Name),
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
        foreach (string line in SummaryText.DeliveryLines(run))
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
            table.AddColumn(column is "Stream" or "Stage" or "Latest" or "" ? made.NoWrap() : made.RightAligned().NoWrap());
        }

        return table;
    }

    private static Text Cell(string text) => new(text);

    private static Text Alarm(long count) => new($"{count}", count > 0 ? new Style(Color.Yellow) : Style.Plain);
}
