using System.Globalization;
using EdgeAI.Device.Messages;
using EdgeAI.Runtime.Boards;

namespace EdgeAI.Robot.Dashboard;

/// <summary>
/// Watches what one board says of itself: holds its hello against the profile, and turns its log into lines. Runs on the display's
/// thread; the executor only copies records.
/// </summary>
/// <param name="conversation">What is said with the board.</param>
/// <param name="expectation">What the profile says of it.</param>
internal sealed class BoardWatch(BoardConversation conversation, BoardExpectation expectation)
{
    // A board in trouble must not push everything else off the screen; what is not shown is counted.
    private const int LinesPerRead = 8;

    private BoardHello? _hello;
    private IReadOnlyList<HelloMismatch> _mismatches = [];
    private bool _untold;
    private long _overflowShown;

    /// <summary>The board as it is now.</summary>
    public BoardRow Row()
    {
        Compare();
        return new BoardRow(
            expectation.Board,
            expectation.Name,
            _hello?.SerialNumber,
            _hello?.FirmwareVersion ?? "",
            [.. _mismatches.Select(static mismatch => mismatch.Line)],
            conversation.Timeline.Bound,
            conversation.Timeline.RoundTrip,
            conversation.Timeline.DriftPpb / 1e3,
            conversation.Timeline.DriftBoundPpb / 1e3,
            conversation.Exchanger.Asked,
            conversation.Exchanger.Answered,
            conversation.Log.CountOf(LogLevel.Warning),
            conversation.Log.CountOf(LogLevel.Error));
    }

    /// <summary>What is new since the last call: a line for each thing in which a new hello differs, and for each log record at warning or above.</summary>
    public IEnumerable<string> News()
    {
        Compare();
        if (_untold)
        {
            _untold = false;
            foreach (HelloMismatch mismatch in _mismatches)
            {
                yield return mismatch.Line;
            }
        }

        int shown = 0;
        int withheld = 0;
        while (conversation.Log.TryBeginRead(out BoardLogEntry entry))
        {
            string? line = null;
            if (entry.Record.Level >= LogLevel.Warning)
            {
                bool shows = shown < LinesPerRead;
                shown += shows ? 1 : 0;
                withheld += shows ? 0 : 1;
                line = shows ? LineOf(entry) : null;
            }

            conversation.Log.EndRead();
            if (line is not null)
            {
                yield return line;
            }
        }

        long overflow = conversation.Log.Ledger.Dropped;
        if (withheld > 0 || overflow > _overflowShown)
        {
            yield return $"board {expectation.Board} ({expectation.Name}): {withheld + overflow - _overflowShown} more log records not shown";
            _overflowShown = overflow;
        }
    }

    private void Compare()
    {
        BoardHello? told = conversation.Hello;
        if (told is null || ReferenceEquals(told, _hello))
        {
            return;
        }

        _hello = told;
        IReadOnlyList<HelloMismatch> before = _mismatches;
        _mismatches = HelloComparison.Compare(expectation, told);
        _untold |= !_mismatches.SequenceEqual(before);
    }

    private string LineOf(BoardLogEntry entry)
    {
        LogRecord record = entry.Record;
        string when = entry.Stamp.UncertaintyNanoseconds == long.MaxValue
            ? ""
            : string.Create(CultureInfo.InvariantCulture, $" {entry.Stamp.Nanoseconds / 1e9:F3} s");
        string code = record.Code == 0 ? "" : $" {record.Code}";
        return $"board {expectation.Board} ({expectation.Name}){when} {(record.Level == LogLevel.Error ? "error" : "warning")}{code}: {record.Text}";
    }
}
