using System.Text;
using EdgeAI.Gateway.Broker;
using EdgeAI.Records;

namespace EdgeAI.Gateway.Downlink;

/// <summary>
/// Moves commands on: takes them, sends them, ends those whose time passed. Does nothing by itself: bytes come in by <see cref="Accept"/> and
/// <see cref="Answer"/>, time passes by <see cref="Step"/>, which one thread calls.
/// </summary>
internal sealed class CommandDesk : IDisposable
{
    private readonly DownlinkOptions _options;
    private readonly string _site;
    private readonly string _gateway;
    private readonly DownlinkDatabase _database;
    private readonly CommandJournal _journal;
    private readonly ILocalBus _bus;
    private readonly Dictionary<string, IGatewayCommand> _own;
    private readonly CommandRules _rules;
    private readonly Dictionary<CommandId, Attempt> _attempts = [];
    private readonly object _gate = new();
    private HashSet<string> _filters = [];
    private long _malformed;
    private long _sent;

    public CommandDesk(DownlinkOptions options, string site, string gateway, DownlinkDatabase database, CommandJournal journal, ILocalBus bus, IEnumerable<IGatewayCommand> own)
    {
        _options = options;
        _site = site;
        _gateway = gateway;
        _database = database;
        _journal = journal;
        _bus = bus;
        _own = own.ToDictionary(static command => command.Name, StringComparer.Ordinal);
        _rules = new CommandRules(options, gateway, _own);
        _bus.Subscribed += OnSubscribed;
    }

    /// <summary>Raised when a robot came that commands may wait for.</summary>
    public event Action? RobotCame;

    /// <summary>Payloads that were no command or no result.</summary>
    public long Malformed => Interlocked.Read(ref _malformed);

    /// <summary>Publishes to robots that somebody was there to take.</summary>
    public long Sent => Interlocked.Read(ref _sent);

    /// <summary>Takes a command; returns after it, or its refusal, is on disk.</summary>
    /// <param name="envelope">Its bytes.</param>
    /// <param name="isLocal">Whether the operator at the gateway gave it.</param>
    public ReceiveOutcome Accept(byte[] envelope, bool isLocal)
    {
        if (CommandReader.Open(envelope, out CommandReader command) != CommandRejection.None)
        {
            Interlocked.Increment(ref _malformed);
            return ReceiveOutcome.Malformed;
        }

        return _journal.Receive(command, envelope, _rules.Judge(command, isLocal), Utc.Nanoseconds(_options.Time));
    }

    /// <summary>Takes what a robot published as a result; returns after it is on disk.</summary>
    public AnswerOutcome Answer(string robot, ReadOnlySpan<byte> payload)
    {
        if (CommandResultReader.OpenMessage(payload, out CommandResultReader result) != CommandResultRejection.None || result.Reporter != CommandReporter.Robot)
        {
            Interlocked.Increment(ref _malformed);
            return AnswerOutcome.Malformed;
        }

        return _journal.Answer(result, robot);
    }

    /// <summary>Does what is due: begins the gateway's own commands, ends those whose time passed, sends the others.</summary>
    public void Step()
    {
        long now = Utc.Nanoseconds(_options.Time);
        HashSet<string> filters;
        lock (_gate)
        {
            filters = _filters;
            _filters = [];
        }

        List<WaitingCommand> due = [];
        HashSet<CommandId> waiting = [];
        foreach (IGrouping<string, WaitingCommand> target in _journal.Waiting().GroupBy(static command => command.Target))
        {
            if (target.Key == _gateway)
            {
                foreach (WaitingCommand command in target)
                {
                    StepOwn(command, now);
                }

                continue;
            }

            bool hasCome = filters.Count > 0 && HasCome(target.Key, filters);
            List<WaitingCommand> open = [.. target.Where(command => !EndsByTime(command, now))];
            foreach (WaitingCommand command in open.Where(command => command.NotBefore <= now).Take(_options.SendWindow))
            {
                waiting.Add(command.Id);
                if (hasCome || IsDue(command.Id))
                {
                    due.Add(command);
                }
            }
        }

        Send(due);
        foreach (CommandId gone in _attempts.Keys.Where(id => !waiting.Contains(id)).ToArray())
        {
            _attempts.Remove(gone);
        }

        _journal.Forget(now);
    }

    public void Dispose() => _bus.Subscribed -= OnSubscribed;

    private void StepOwn(WaitingCommand waiting, long now)
    {
        if (waiting.State != CommandState.Received || waiting.NotBefore > now)
        {
            return;
        }

        if (waiting.Expires <= now)
        {
            _journal.Settle(waiting.Id, CommandState.Expired, CommandReason.ExpiredAtGateway, default, now);
            return;
        }

        CommandReader command = _journal.Find(waiting.Id)!.Open();
        string name = command.NameText;
        byte[] arguments = command.Arguments.ToArray();
        _database.Write(DownlinkStep.BeforeSettled, DownlinkStep.AfterSettled, () =>
        {
            // Judged here, too: the operator's commands come without it, and a gateway of before may have known others.
            if (!_own.TryGetValue(name, out IGatewayCommand? own))
            {
                _journal.MoveOn(waiting.Id, CommandState.Refused, CommandReason.UnknownCommand, default, now);
            }
            else if (own.Problem(arguments) is { } problem)
            {
                _journal.MoveOn(waiting.Id, CommandState.Refused, CommandReason.BadArguments, Encoding.UTF8.GetBytes(problem), now);
            }
            else
            {
                own.Begin(waiting.Id, arguments, now);
            }

            return 0;
        });
    }

    /// <summary>Ends a command that no robot will be asked about any more; one that was ever sent is asked about for longer.</summary>
    private bool EndsByTime(WaitingCommand command, long now)
    {
        if (command.Expires > now)
        {
            return false;
        }

        if (!command.IsSent)
        {
            _journal.Settle(command.Id, CommandState.Expired, CommandReason.ExpiredAtGateway, default, now);
            return true;
        }

        if ((Int128)now - command.Expires < CommandJournal.Nanoseconds(_options.AnswerGrace))
        {
            return false;
        }

        _journal.Settle(command.Id, CommandState.Unknown, CommandReason.NoAnswer, default, now);
        return true;
    }

    private void Send(List<WaitingCommand> due)
    {
        CommandId[] first = [.. due.Where(static command => !command.IsSent).Select(static command => command.Id)];
        if (first.Length > 0)
        {
            // On disk before the first byte leaves: what was never sent may expire as never done.
            _journal.MarkSent(first, true);
        }

        List<CommandId> nobody = [];
        foreach (WaitingCommand command in due)
        {
            if (_journal.Find(command.Id) is not { } whole)
            {
                continue;
            }

            int takers = _bus.Publish(Topics.Commands(_site, command.Target), whole.Envelope, atLeastOnce: true);
            _database.At(DownlinkStep.AfterPublished);
            if (takers > 0)
            {
                Interlocked.Increment(ref _sent);
            }
            else if (!command.IsSent)
            {
                nobody.Add(command.Id);
            }

            NoteAttempt(command, takers > 0);
        }

        if (nobody.Count > 0)
        {
            _journal.MarkSent(nobody, false);
        }
    }

    private bool IsDue(CommandId id) => !_attempts.TryGetValue(id, out Attempt attempt) || _options.Time.GetElapsedTime(attempt.At) >= attempt.Pause;

    private void NoteAttempt(WaitingCommand command, bool isTaken)
    {
        // Who is not there announces himself by subscribing; who is at work, or late, is in no hurry either.
        bool isSlow = !isTaken || command.State != CommandState.Received;
        TimeSpan pause = isSlow ? _options.MaximumResend : _attempts.TryGetValue(command.Id, out Attempt before) ? before.Pause * 2 : _options.ResendAfter;
        _attempts[command.Id] = new Attempt(_options.Time.GetTimestamp(), pause < _options.MaximumResend ? pause : _options.MaximumResend);
    }

    private bool HasCome(string robot, HashSet<string> filters)
        => filters.Contains(Topics.Commands(_site, robot)) || filters.Any(static filter => filter.Contains('+') || filter.Contains('#'));

    private void OnSubscribed(string device, string filter)
    {
        lock (_gate)
        {
            _filters.Add(filter);
        }

        RobotCame?.Invoke();
    }

    private readonly record struct Attempt(long At, TimeSpan Pause);
}
