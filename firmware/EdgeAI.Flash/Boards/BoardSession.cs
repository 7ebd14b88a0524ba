using System.Security.Cryptography;
using EdgeAI.Device.Board;
using EdgeAI.Device.Messages;
using EdgeAI.Device.Time;
using EdgeAI.Device.Wire;
using EdgeAI.Profiles.Boards;
using EdgeAI.Runtime.Boards;
using EdgeAI.Runtime.Graph;
using EdgeAI.Runtime.Time;

namespace EdgeAI.Flash.Boards;

/// <summary>What is said with one flashed board over its data link: the robot's own conversation and intake, with nothing behind them. One task at a time.</summary>
internal sealed class BoardSession
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(2);
    private static readonly TimeSpan TareLimit = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan TareAgain = TimeSpan.FromMilliseconds(500);

    private readonly IClock _clock;
    private readonly FrameIntake _intake;

    /// <summary>Begins to listen with the first wait.</summary>
    /// <param name="board">The board's profile.</param>
    /// <param name="link">The data link.</param>
    /// <param name="clock">The robot's side of time.</param>
    public BoardSession(BoardProfile board, ILink link, IClock clock)
    {
        _clock = clock;
        Streams = [.. board.Sensors.Select(sensor => new WatchedStream(board, sensor))];
        ushort boot = (ushort)RandomNumberGenerator.GetInt32(1, ushort.MaxValue);
        Conversation = new BoardConversation((ushort)board.Id, boot, FrameFlags.None, link, clock, ClockLimits.Crystals);
        _intake = new FrameIntake((ushort)board.Id, link, Streams, Conversation, new NowhereSink(), clock);
    }

    /// <summary>The profile's streams.</summary>
    public IReadOnlyList<WatchedStream> Streams { get; }

    /// <summary>What is said beside readings.</summary>
    public BoardConversation Conversation { get; }

    /// <summary>Bytes that came in, sound or not.</summary>
    public long BytesReceived => _intake.Receiver.BytesReceived;

    /// <summary>Sound frames that came in, of any board.</summary>
    public long Frames => _intake.Receiver.Accepted;

    /// <summary>What the board says of its troubles, oldest first; taken once.</summary>
    public IEnumerable<string> Troubles()
    {
        while (Conversation.Log.TryBeginRead(out BoardLogEntry entry))
        {
            LogRecord record = entry.Record;
            string? line = record.Level >= LogLevel.Warning ? $"{(record.Level == LogLevel.Error ? "error" : "warning")}: {record.Text}" : null;
            Conversation.Log.EndRead();
            if (line is not null)
            {
                yield return line;
            }
        }
    }

    /// <summary>Waits until the board has told all of what it is.</summary>
    /// <returns>The hello, or null where none came in time.</returns>
    public async Task<BoardHello?> WaitForHelloAsync(TimeSpan limit, CancellationToken stop)
    {
        await PollAsync(limit, () => Conversation.Hello is not null, stop).ConfigureAwait(false);
        return Conversation.Hello;
    }

    /// <summary>Waits until every stream has given a reading, so that none's rate is counted from before: chips take up to a second to come up.</summary>
    public Task SettleAsync(TimeSpan limit, CancellationToken stop) => PollAsync(limit, () => Streams.All(static stream => stream.Latest is not null), stop);

    /// <summary>Counts readings for a while.</summary>
    /// <param name="duration">How long.</param>
    /// <param name="show">Called about four times a second, with the time that has passed.</param>
    /// <param name="stop">Ends it.</param>
    /// <returns>How long it was.</returns>
    public async Task<TimeSpan> WatchAsync(TimeSpan duration, Action<TimeSpan> show, CancellationToken stop)
    {
        foreach (WatchedStream stream in Streams)
        {
            stream.Restart();
        }

        long start = _clock.Nanoseconds;
        TimeSpan Passed() => TimeSpan.FromMicroseconds((_clock.Nanoseconds - start) / 1000);
        TimeSpan shown = TimeSpan.Zero;
        await PollAsync(
            duration,
            () =>
            {
                if (Passed() - shown >= TimeSpan.FromMilliseconds(250))
                {
                    shown = Passed();
                    show(shown);
                }

                return false;
            },
            stop).ConfigureAwait(false);
        return Passed();
    }

    /// <summary>Has the board take the zero of every stream that has one. The board decides which those are: the others answer that they cannot.</summary>
    public async Task<IReadOnlyList<TareReport>> TareAsync(CancellationToken stop)
    {
        List<TareReport> reports = [];
        foreach (WatchedStream stream in Streams)
        {
            CommandReport report = await TareAsync(stream, stop).ConfigureAwait(false);
            if (report.End != CommandEnd.Acknowledged || report.Outcome != CommandOutcome.NotSupported)
            {
                reports.Add(new TareReport(stream.Id.Stream, stream.Name, report));
            }
        }

        return reports;
    }

    private async Task<CommandReport> TareAsync(WatchedStream stream, CancellationToken stop)
    {
        long giveUpAt = _clock.Nanoseconds + (TareLimit.Ticks * 100);
        while (true)
        {
            SubmitStatus submitted = Conversation.Commander.TrySubmit(new Command { Code = CommandCode.Tare, Stream = stream.Id.Stream }, out _);
            if (submitted != SubmitStatus.Ok)
            {
                throw new InvalidOperationException($"the tare of stream {stream.Id} was not taken over: {submitted}");
            }

            CommandReport report = default;
            await PollAsync(Timeout.InfiniteTimeSpan, () => Conversation.Commander.TryTakeReport(out report), stop).ConfigureAwait(false);
            bool hasNoReadingYet = report is { End: CommandEnd.Acknowledged, Outcome: CommandOutcome.Failed, Detail: (uint)SensorStatus.NotReady };
            if (!hasNoReadingYet || _clock.Nanoseconds >= giveUpAt)
            {
                return report;
            }

            await PollAsync(TareAgain, static () => false, stop).ConfigureAwait(false);
        }
    }

    private async Task PollAsync(TimeSpan limit, Func<bool> isOver, CancellationToken stop)
    {
        long end = limit == Timeout.InfiniteTimeSpan ? long.MaxValue : _clock.Nanoseconds + (limit.Ticks * 100);
        while (true)
        {
            int received = _intake.Poll();
            if (isOver() || _clock.Nanoseconds >= end)
            {
                return;
            }

            stop.ThrowIfCancellationRequested();
            if (received == 0)
            {
                await Task.Delay(Look, stop).ConfigureAwait(false);
            }
        }
    }
}
