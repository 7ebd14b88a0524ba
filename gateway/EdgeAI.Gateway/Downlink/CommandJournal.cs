using EdgeAI.Gateway.Downlink.Artifacts;
using EdgeAI.Records;
using Microsoft.Data.Sqlite;

namespace EdgeAI.Gateway.Downlink;

/// <summary>What the gateway durably knows of commands. Every method that changes something returns after it is on disk; thread-safe.</summary>
internal sealed class CommandJournal(DownlinkDatabase database, DownlinkOptions options)
{
    // Beyond the bounds: what ends a rollout must come through where rollouts' commands, or others, have filled them.
    private const int StopReserve = 64;

    private const string Columns = "id, target, envelope, not_before, expires, state, reason, detail, at, sent";

    private readonly EvenClock _clock = new(options.Time);

    /// <summary>Raised after something may be due: a command, or a report.</summary>
    public event Action? Changed;

    /// <summary>Takes a command, once: a repeated one is found by its id.</summary>
    /// <param name="command">The command.</param>
    /// <param name="envelope">Its bytes.</param>
    /// <param name="refusal">Why it is refused; <see cref="CommandReason.None"/> if it is not.</param>
    /// <param name="now">UTC nanoseconds.</param>
    public ReceiveOutcome Receive(in CommandReader command, byte[] envelope, CommandReason refusal, long now)
    {
        // A ref struct cannot be caught in the transaction's closure: opened again inside.
        CommandId id = command.Id;
        ReceiveOutcome outcome = database.Write(DownlinkStep.BeforeReceived, DownlinkStep.AfterReceived, () => Receive(id, envelope, refusal, now));
        Changed?.Invoke();
        return outcome;
    }

    /// <summary>Takes a command of the gateway's own; within <see cref="DownlinkDatabase.Write"/>. Does nothing where it was made before.</summary>
    public void Issue(byte[] envelope, CommandId rollout, long now)
    {
        _ = CommandReader.Open(envelope, out CommandReader command);
        if (FindOpen(command.Id) is null)
        {
            Insert(command, envelope, CommandState.Received, CommandReason.None, now, rollout.ToArray());
        }
    }

    /// <summary>Takes a robot's result.</summary>
    /// <param name="result">The result.</param>
    /// <param name="robot">Who published it.</param>
    public AnswerOutcome Answer(in CommandResultReader result, string robot)
    {
        byte[] body = result.Body.ToArray();
        AnswerOutcome outcome = database.Write(DownlinkStep.BeforeSettled, DownlinkStep.AfterSettled, () => Answer(body, robot));
        Changed?.Invoke();
        return outcome;
    }

    /// <summary>Moves a command on; does nothing where its state does not allow it.</summary>
    public void Settle(CommandId id, CommandState state, CommandReason reason, ReadOnlyMemory<byte> detail, long now)
    {
        database.Write(DownlinkStep.BeforeSettled, DownlinkStep.AfterSettled, () => MoveOn(id, state, reason, detail, now));
        Changed?.Invoke();
    }

    /// <summary>Moves a command on; within <see cref="DownlinkDatabase.Write"/>.</summary>
    public bool MoveOn(CommandId id, CommandState state, CommandReason reason, ReadOnlyMemory<byte> detail, long now)
    {
        if (FindOpen(id) is not { } known || !state.MayFollow(known.State, known.Reason))
        {
            return false;
        }

        Update(id, state, reason, detail.ToArray(), now);
        Report(CommandResultWriter.WriteBody(known.Open(), state, reason, CommandReporter.Gateway, now, detail.Span));
        return true;
    }

    /// <summary>The commands that have not ended, in the order in which they were received, without their envelopes; at most <see cref="DownlinkOptions.MaximumWaiting"/> and those of rollouts.</summary>
    public List<WaitingCommand> Waiting() => database.Read(() => database.Query(WaitingRow, "SELECT id, target, not_before, expires, state, sent FROM commands WHERE settled=0 ORDER BY number"));

    /// <summary>How many commands have not ended.</summary>
    public long CountWaiting() => database.Read(() => database.Scalar("SELECT count(*) FROM commands WHERE settled=0"));

    /// <summary>The latest commands, newest first.</summary>
    public List<JournaledCommand> Latest(int count) => database.Read(() => database.Query(Row, $"SELECT {Columns} FROM commands ORDER BY number DESC LIMIT ?1", count));

    /// <summary>Finds a command; null where there is none.</summary>
    public JournaledCommand? Find(CommandId id) => database.Read(() => FindOpen(id));

    /// <summary>Finds a command; within a transaction.</summary>
    public JournaledCommand? FindOpen(CommandId id) => database.Query(Row, $"SELECT {Columns} FROM commands WHERE id=?1", id.ToArray()).FirstOrDefault();

    /// <summary>Notes that commands are about to be sent, or that nobody was there to take them.</summary>
    public void MarkSent(IReadOnlyCollection<CommandId> ids, bool isSent)
    {
        database.Write(DownlinkStep.BeforeSent, DownlinkStep.AfterSent, () =>
        {
            foreach (CommandId id in ids)
            {
                database.Execute("UPDATE commands SET sent=?2 WHERE id=?1", id.ToArray(), isSent ? 1 : 0);
            }

            return ids.Count;
        });
    }

    /// <summary>Finds the oldest report that is not in the spool yet.</summary>
    public bool TryPeekReport(out long number, out byte[] body)
    {
        (long Number, byte[] Body)? found = database.Read(() => database.Query(static row => ((long, byte[])?)(row.GetInt64(0), row.GetFieldValue<byte[]>(1)), "SELECT number, body FROM reports ORDER BY number LIMIT 1").FirstOrDefault());
        (number, body) = found ?? (0, []);
        return found is not null;
    }

    /// <summary>Lets go of a report that is in the spool.</summary>
    public void DropReport(long number)
        => database.Write(DownlinkStep.AfterReported, DownlinkStep.AfterReported, () => database.Execute("DELETE FROM reports WHERE number=?1", number));

    /// <summary>Forgets ended commands whose time is long past, and remembers the latest expiry that it forgot.</summary>
    public int Forget(long now)
    {
        if (!IsTimeSure(now))
        {
            return 0;
        }

        long until = now - Nanoseconds(options.AnswerGrace + options.Retention);
        const string Which = "settled=1 AND expires<?1 AND (rollout IS NULL OR rollout NOT IN (SELECT id FROM rollouts))";
        return database.Read(() => database.Scalar($"SELECT count(*) FROM commands WHERE {Which}", until)) == 0
            ? 0
            : database.Write(DownlinkStep.BeforeSettled, DownlinkStep.AfterSettled, () =>
            {
                database.Execute($"UPDATE meta SET value=max(value, (SELECT ifnull(max(expires), 0) FROM commands WHERE {Which})) WHERE key='forgotten_through'", until);
                int forgotten = database.Execute($"DELETE FROM commands WHERE {Which}", until);
                database.Execute("DELETE FROM reused WHERE id NOT IN (SELECT id FROM commands)");
                return forgotten;
            });
    }

    /// <summary>Whether the clock has run evenly for so long that what it calls long past may be forgotten: one wrong second must not make every later command late.</summary>
    public bool IsTimeSure(long now) => _clock.IsEven(now);

    /// <summary>Tells the city about a command once more, with other words; within <see cref="DownlinkDatabase.Write"/>. For an end whose consequences are known only later.</summary>
    public void TellAgain(CommandId id, ReadOnlyMemory<byte> detail, long now)
    {
        if (FindOpen(id) is { } known)
        {
            Update(id, known.State, known.Reason, detail.ToArray(), now);
            Report(CommandResultWriter.WriteBody(known.Open(), known.State, known.Reason, CommandReporter.Gateway, now, detail.Span));
        }
    }

    internal static long Nanoseconds(TimeSpan span) => span.Ticks * 100;

    private ReceiveOutcome Receive(CommandId id, byte[] envelope, CommandReason refusal, long now)
    {
        _ = CommandReader.Open(envelope, out CommandReader command);
        if (FindOpen(id) is { } known)
        {
            if (!known.Envelope.AsSpan().SequenceEqual(envelope) && database.Execute("INSERT OR IGNORE INTO reused(id) VALUES (?1)", id.ToArray()) > 0)
            {
                // The first one's state stands; whoever used its id again is told, once however often it comes.
                Report(CommandResultWriter.WriteBody(command, CommandState.Refused, CommandReason.IdReused, CommandReporter.Gateway, now, default));
            }

            return ReceiveOutcome.Known;
        }

        // A rollout's own commands are bounded by the rollouts that there may be, and take no room from others.
        int reserve = refusal == CommandReason.None && command.NameText == StopRolloutCommand.CommandName ? StopReserve : 0;
        if (database.Scalar("SELECT count(*) FROM commands WHERE rollout IS NULL") >= options.MaximumCommands + reserve)
        {
            return ReceiveOutcome.NoRoom;
        }

        bool isLate = command.ExpiresUtcNanoseconds <= Math.Max(now, database.Scalar("SELECT value FROM meta WHERE key='forgotten_through'"));
        if (refusal == CommandReason.None && !isLate && database.Scalar("SELECT count(*) FROM commands WHERE rollout IS NULL AND settled=0") >= options.MaximumWaiting + reserve)
        {
            refusal = CommandReason.TooManyWaiting;
        }

        (CommandState state, CommandReason reason) = refusal != CommandReason.None ? (CommandState.Refused, refusal)
            : isLate ? (CommandState.Expired, CommandReason.ExpiredAtGateway) : (CommandState.Received, CommandReason.None);
        Insert(command, envelope, state, reason, now, null);
        return ReceiveOutcome.Taken;
    }

    private AnswerOutcome Answer(byte[] body, string robot)
    {
        _ = CommandResultReader.OpenBody(body, out CommandResultReader result);
        if (FindOpen(result.Id) is not { } known || known.Target != robot)
        {
            return AnswerOutcome.Stranger;
        }

        if (!result.State.MayFollow(known.State, known.Reason))
        {
            return AnswerOutcome.Known;
        }

        Update(result.Id, result.State, result.Reason, result.Detail.ToArray(), result.AtUtcNanoseconds);
        Report(CommandResultWriter.WriteBody(known.Open(), result.State, result.Reason, CommandReporter.Robot, result.AtUtcNanoseconds, result.Detail));
        return AnswerOutcome.Taken;
    }

    private void Insert(in CommandReader command, byte[] envelope, CommandState state, CommandReason reason, long now, byte[]? rollout)
    {
        // Whatever a sender wrote: a refused command is remembered no longer than a permitted one could be.
        long expires = state == CommandState.Refused ? Math.Min(command.ExpiresUtcNanoseconds, now + Nanoseconds(options.MaximumLifetime)) : command.ExpiresUtcNanoseconds;
        database.Execute(
            "INSERT INTO commands(id, target, envelope, not_before, expires, state, reason, detail, at, sent, settled, rollout) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, x'', ?8, 0, ?9, ?10)",
            command.Id.ToArray(), command.TargetText, envelope, command.NotBeforeUtcNanoseconds, expires, (long)state, (long)reason, now, state.IsFinal() ? 1 : 0, (object?)rollout ?? DBNull.Value);
        Report(CommandResultWriter.WriteBody(command, state, reason, CommandReporter.Gateway, now, default));
    }

    private void Update(CommandId id, CommandState state, CommandReason reason, byte[] detail, long at)
        => database.Execute("UPDATE commands SET state=?2, reason=?3, detail=?4, at=?5, settled=?6 WHERE id=?1", id.ToArray(), (long)state, (long)reason, detail, at, state.IsFinal() ? 1 : 0);

    private void Report(byte[] body) => database.Execute("INSERT INTO reports(body) VALUES (?1)", body);

    private static WaitingCommand WaitingRow(SqliteDataReader row)
        => new(CommandId.Read(row.GetFieldValue<byte[]>(0)), row.GetString(1), row.GetInt64(2), row.GetInt64(3), (CommandState)row.GetInt64(4), row.GetInt64(5) != 0);

    private static JournaledCommand Row(SqliteDataReader row) => new()
    {
        Id = CommandId.Read(row.GetFieldValue<byte[]>(0)),
        Target = row.GetString(1),
        Envelope = row.GetFieldValue<byte[]>(2),
        NotBefore = row.GetInt64(3),
        Expires = row.GetInt64(4),
        State = (CommandState)row.GetInt64(5),
        Reason = (CommandReason)row.GetInt64(6),
        Detail = row.GetFieldValue<byte[]>(7),
        At = row.GetInt64(8),
        IsSent = row.GetInt64(9) != 0,
    };
}
