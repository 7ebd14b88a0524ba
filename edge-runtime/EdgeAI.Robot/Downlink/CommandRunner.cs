using System.Threading.Channels;
using EdgeAI.Records;

namespace EdgeAI.Robot.Downlink;

/// <summary>
/// Takes commands and does each once: asks the journal first, writes begin before the handler and end after it, answers with what the
/// journal says. One short command at a time, and beside it one long one. Take is thread-safe.
/// </summary>
internal sealed class CommandRunner : IAsyncDisposable
{
    /// <summary>The commands that wait in one lane; further ones are not taken, and the gateway sends them again.</summary>
    public const int QueueCapacity = 64;

    // How far an issuer's clock may be ahead of this robot's before this robot's counts as not set.
    private const long ClockToleranceNanoseconds = 60_000_000_000;

    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(5);

    private readonly object _gate = new();
    private readonly string _robot;
    private readonly RobotCommandJournal _journal;
    private readonly Dictionary<string, ICommandHandler> _handlers;
    private readonly Action<byte[]> _publish;
    private readonly TimeProvider _time;
    private readonly Action<RobotStep>? _atStep;
    private readonly Channel<Queued> _short = Channel.CreateBounded<Queued>(QueueCapacity);
    private readonly Channel<Queued> _long = Channel.CreateBounded<Queued>(QueueCapacity);
    private readonly long _began;
    private readonly HashSet<CommandId> _underWay = [];
    private readonly CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;

    /// <summary>Makes a runner. What a life before began and did not end is settled when the gateway asks about it.</summary>
    /// <param name="robot">The robot's id.</param>
    /// <param name="journal">The journal; used by this runner alone.</param>
    /// <param name="handlers">What the robot can do.</param>
    /// <param name="publish">Sends a result; must not block, and may fail to: the gateway asks again.</param>
    /// <param name="time">The clock.</param>
    /// <param name="atStep">Called at each step, by tests.</param>
    public CommandRunner(string robot, RobotCommandJournal journal, IEnumerable<ICommandHandler> handlers, Action<byte[]> publish, TimeProvider time, Action<RobotStep>? atStep = null)
    {
        _robot = robot;
        _journal = journal;
        _handlers = handlers.ToDictionary(static handler => handler.Name, StringComparer.Ordinal);
        _publish = publish;
        _time = time;
        _atStep = atStep;
        _began = time.GetTimestamp();
    }

    /// <summary>Payloads that were no command for this robot.</summary>
    public long Strangers { get; private set; }

    /// <summary>Commands that came and found no room; the gateway sends them again.</summary>
    public long NotTaken { get; private set; }

    /// <summary>What last went wrong; empty if nothing did.</summary>
    public string LastError { get; private set; } = "";

    /// <summary>Begins to do what was taken; call once.</summary>
    public void Start() => _running = Task.WhenAll(Task.Run(() => WorkAsync(_short.Reader)), Task.Run(() => WorkAsync(_long.Reader)));

    /// <summary>Takes a command from the gateway, new or repeated, and answers with how far it has come.</summary>
    public void Take(byte[] payload)
    {
        lock (_gate)
        {
            if (CommandReader.Open(payload, out CommandReader command) != CommandRejection.None || command.TargetText != _robot)
            {
                Strangers++;
                return;
            }

            try
            {
                Take(command, payload);
            }
            catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
            {
                NotTaken++;
                LastError = problem.Message;
            }
        }
    }

    /// <summary>Does one waiting command, the short ones first; false where none waits. For tests, in place of <see cref="Start"/>.</summary>
    public async Task<bool> RunOneAsync()
    {
        if (!_short.Reader.TryRead(out Queued? next) && !_long.Reader.TryRead(out next))
        {
            return false;
        }

        await RunAsync(next).ConfigureAwait(false);
        return true;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _short.Writer.TryComplete();
        _long.Writer.TryComplete();
        await _stop.CancelAsync().ConfigureAwait(false);
        try
        {
            await _running.WaitAsync(StopLimit).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // A handler that does not end: its command has no end either, as if the robot had died.
        }
    }

    private void Take(in CommandReader command, byte[] payload)
    {
        long now = Now();
        ICommandHandler? handler = _handlers.GetValueOrDefault(command.NameText);
        JournalEntry? known = _journal.Find(command.Id);
        if (_underWay.Contains(command.Id))
        {
            Say(command, known?.State ?? CommandState.Delivered, CommandReason.None, known?.AtUtcNanoseconds ?? now, []);
            return;
        }

        if (known is { State: not CommandState.Executing })
        {
            Say(command, known.State, known.Reason, known.AtUtcNanoseconds, known.Detail);
            return;
        }

        if (known is not null && handler is { IsRepeatable: true })
        {
            // A life before began it and did not end it.
            Queue(command, payload, handler, isBegun: true);
            return;
        }

        if (known is not null)
        {
            End(command, new HandlerResult(CommandState.Unknown, CommandReason.RobotStopped, []), now);
            return;
        }

        if (!_journal.HasRoom(now))
        {
            NotTaken++;
            LastError = "the journal of commands is full of commands whose time is not over";
            return;
        }

        NoteClockSet(now);
        if (command.ExpiresUtcNanoseconds <= _journal.ForgottenThrough)
        {
            // It may be one of those that were forgotten: that nothing was done is not for this robot to say.
            End(command, new HandlerResult(CommandState.Unknown, CommandReason.Forgotten, []), now);
        }
        else if (command.ExpiresUtcNanoseconds <= now)
        {
            End(command, new HandlerResult(CommandState.Expired, CommandReason.ExpiredAtRobot, []), now);
        }
        else if (command.IssuedUtcNanoseconds <= _journal.DamagedUntil)
        {
            End(command, new HandlerResult(CommandState.Unknown, CommandReason.JournalDamaged, []), now);
        }
        else if (handler is { IsRepeatable: false } && _journal.DamagedUntil > 0 && (now < _journal.DamagedUntil || command.IssuedUtcNanoseconds > now + ClockToleranceNanoseconds))
        {
            // What the damage took cannot be told from what is new while the clock is behind: not taken, and sent again.
            NotTaken++;
            LastError = "the journal of commands was damaged and the clock is behind: commands that may not be repeated wait until it is set";
        }
        else if (handler is null)
        {
            End(command, new HandlerResult(CommandState.Refused, CommandReason.UnknownCommand, []), now);
        }
        else if (handler.Check(command.Board, command.Arguments) is var reason && reason != CommandReason.None)
        {
            End(command, new HandlerResult(CommandState.Refused, reason, []), now);
        }
        else
        {
            Queue(command, payload, handler, isBegun: false);
        }
    }

    /// <summary>Moves on the moment of the damage where the clock was set after it was found: it was at this life's begin, whatever the clock said then.</summary>
    private void NoteClockSet(long now)
    {
        long began = now - (_time.GetElapsedTime(_began).Ticks * 100);
        if (_journal.WasDamaged && began > _journal.DamagedUntil + ClockToleranceNanoseconds)
        {
            _journal.ExtendDamage(began);
        }
    }

    private void Queue(in CommandReader command, byte[] payload, ICommandHandler handler, bool isBegun)
    {
        if (!(handler.IsLong ? _long : _short).Writer.TryWrite(new Queued(command.Id, payload, handler, isBegun)))
        {
            NotTaken++;
            return;
        }

        _underWay.Add(command.Id);
        Say(command, isBegun ? CommandState.Executing : CommandState.Delivered, CommandReason.None, Now(), []);
    }

    private async Task WorkAsync(ChannelReader<Queued> queue)
    {
        try
        {
            await foreach (Queued next in queue.ReadAllAsync(_stop.Token).ConfigureAwait(false))
            {
                await RunGuardedAsync(next).ConfigureAwait(false);
            }
        }
        catch (Exception) when (_stop.IsCancellationRequested)
        {
            // The end of the run; what waits was not begun, or has no end.
        }
    }

    /// <summary>Whatever one command throws, those behind it have their turn.</summary>
    private async Task RunGuardedAsync(Queued next)
    {
        try
        {
            await RunAsync(next).ConfigureAwait(false);
        }
        catch (Exception problem) when (problem is not OutOfMemoryException && !_stop.IsCancellationRequested)
        {
            LastError = $"command {next.Id} failed: {problem.Message.ReplaceLineEndings(" ")}";
        }
    }

    private async Task RunAsync(Queued next)
    {
        try
        {
            if (next.IsBegun || TryBegin(next))
            {
                HandlerResult result = await HandleAsync(next).ConfigureAwait(false);
                _atStep?.Invoke(RobotStep.AfterHandler);
                lock (_gate)
                {
                    _ = CommandReader.Open(next.Payload, out CommandReader command);
                    End(command, result, Now());
                }
            }
        }
        catch (IOException problem)
        {
            // Not in the journal as begun: nothing was done, and the gateway sends it again. Begun and without its end: unknown, in the next life.
            LastError = problem.Message;
        }
        finally
        {
            lock (_gate)
            {
                _underWay.Remove(next.Id);
            }
        }
    }

    /// <summary>Writes that a command begins; false where its time has passed while it waited.</summary>
    private bool TryBegin(Queued next)
    {
        _atStep?.Invoke(RobotStep.BeforeBegin);
        lock (_gate)
        {
            long now = Now();
            _ = CommandReader.Open(next.Payload, out CommandReader command);
            if (command.ExpiresUtcNanoseconds <= now)
            {
                End(command, new HandlerResult(CommandState.Expired, CommandReason.ExpiredAtRobot, []), now);
                return false;
            }

            _journal.Note(next.Id, new JournalEntry(command.ExpiresUtcNanoseconds, now, CommandState.Executing, CommandReason.None, []));
            Say(command, CommandState.Executing, CommandReason.None, now, []);
        }

        _atStep?.Invoke(RobotStep.AfterBegin);
        return true;
    }

    private async Task<HandlerResult> HandleAsync(Queued next)
    {
        try
        {
            return await next.Handler.RunAsync(RequestOf(next), _stop.Token).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException && !_stop.IsCancellationRequested)
        {
            return HandlerResult.Failed(CommandReason.HandlerFailed, failure.Message);
        }
    }

    private static CommandRequest RequestOf(Queued next)
    {
        _ = CommandReader.Open(next.Payload, out CommandReader command);
        return new CommandRequest(next.Id, command.Board, command.Arguments.ToArray(), command.ExpiresUtcNanoseconds);
    }

    private void End(in CommandReader command, HandlerResult result, long now)
    {
        byte[] detail = result.Detail.Length <= CommandResultReader.MaximumDetail ? result.Detail : result.Detail[..CommandResultReader.MaximumDetail];
        _journal.Note(command.Id, new JournalEntry(command.ExpiresUtcNanoseconds, now, result.State, result.Reason, detail));
        _atStep?.Invoke(RobotStep.AfterEnd);
        Say(command, result.State, result.Reason, now, detail);
    }

    private void Say(in CommandReader command, CommandState state, CommandReason reason, long at, byte[] detail)
        => _publish(CommandResultWriter.WriteMessage(command, state, reason, at, detail));

    private long Now() => (_time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * 100;

    private sealed record Queued(CommandId Id, byte[] Payload, ICommandHandler Handler, bool IsBegun);
}
