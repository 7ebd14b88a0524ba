using System.Globalization;
using EdgeAI.Runtime.Boards;

namespace EdgeAI.Flash.Boards;

/// <summary>Live readings as lines: stream, sensor, rate, latest value, faults.</summary>
internal static class ReadingTable
{
    private static readonly string[] Headings = ["stream", "", "sensor", "Hz", "of", "faults", "latest value"];

    /// <summary>Draws the streams of a session, the heading first.</summary>
    /// <param name="session">The session.</param>
    /// <param name="passed">How long was counted.</param>
    public static IReadOnlyList<string> Draw(BoardSession session, TimeSpan passed)
    {
        List<string[]> rows = [Headings, .. session.Streams.Select(stream => RowOf(stream, session.Conversation.Hello, passed))];
        int[] widths = [.. Enumerable.Range(0, Headings.Length).Select(column => rows.Max(row => row[column].Length))];
        return [.. rows.Select(row => string.Join("  ", row.Select((cell, column) => IsNumber(column) ? cell.PadLeft(widths[column]) : cell.PadRight(widths[column]))).TrimEnd())];
    }

    private static bool IsNumber(int column) => column is 0 or 3 or 4 or 5;

    private static string[] RowOf(WatchedStream stream, BoardHello? hello, TimeSpan passed)
    {
        double hertz = passed > TimeSpan.Zero ? stream.Readings / passed.TotalSeconds : 0;
        string sensor = hello?.Streams.FirstOrDefault(candidate => candidate.Stream == stream.Id.Stream)?.SensorName ?? "";
        string faults = stream.Faults == 0 ? "0" : $"{stream.Faults} ({stream.Counters.LatestFault})";
        string decided = stream.Decisions == 0 ? "" : $" + {stream.Decisions} decisions";
        return
        [
            $"{stream.Id.Stream}",
            stream.Name,
            sensor,
            hertz.ToString("0.0", CultureInfo.InvariantCulture),
            stream.Sensor.RateHz.ToString("0.##", CultureInfo.InvariantCulture),
            faults,
            (stream.Latest is { } latest ? ReadingText.Of(latest) : "none yet") + decided,
        ];
    }
}
