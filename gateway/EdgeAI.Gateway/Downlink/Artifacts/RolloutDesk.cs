using System.Text;
using System.Text.Json;
using EdgeAI.Records;
using Microsoft.Data.Sqlite;

namespace EdgeAI.Gateway.Downlink.Artifacts;

/// <summary>
/// Moves rollouts from stage to stage. Whatever it decides is one transaction: the rollout's next phase together with the commands that
/// belong to it. What robots did, it reads from the journal of commands.
/// </summary>
internal sealed class RolloutDesk
{
    // What a kill may take from the time of a phase.
    private static readonly TimeSpan KeepTimeEvery = TimeSpan.FromSeconds(10);

    private const int NamedRobots = 8;

    private readonly Dictionary<CommandId, Timing> _timed = [];
    private readonly DownlinkOptions _options;
    private readonly DownlinkDatabase _database;
    private readonly CommandJournal _journal;

    /// <summary>Makes a desk.</summary>
    public RolloutDesk(DownlinkOptions options, DownlinkDatabase database, CommandJournal journal)
    {
        _options = options;
        _database = database;
        _journal = journal;
    }

    /// <summary>The port that artifacts are served on; 0 while they are not.</summary>
    public int Port { get; set; }

    /// <summary>The scheme that they are served by.</summary>
    public string Scheme { get; set; } = "http";

    /// <summary>All rollouts that are remembered.</summary>
    public List<Rollout> All() => _database.Read(() => Rows("1=1"));

    /// <summary>The rollouts that have not ended.</summary>
    public List<Rollout> Open() => _database.Read(() => OpenRows().ConvertAll(Timed));

    /// <summary>How many have not ended.</summary>
    public long CountOpen() => _database.Read(() => _database.Scalar($"SELECT count(*) FROM rollouts WHERE phase<{(int)RolloutPhase.Done}"));

    /// <summary>Whether a rollout still waits for its artifact.</summary>
    public bool IsFetching(CommandId id) => _database.Read(() => _database.Scalar("SELECT phase FROM rollouts WHERE id=?1", id.ToArray())) == (int)RolloutPhase.Fetching;

    /// <summary>Begins a rollout, or refuses it where another one of the same artifact is open; within a transaction.</summary>
    public void Begin(CommandId id, ReadOnlySpan<byte> manifest, long now)
    {
        _ = ArtifactManifest.TryRead(manifest, long.MaxValue, out ArtifactManifest? announced, out _);
        if (announced is not null && OpenRows().Find(open => open.Id != id && open.Manifest.Name == announced.Name && open.Manifest.Kind == announced.Kind) is { } other)
        {
            _journal.MoveOn(id, CommandState.Refused, CommandReason.AnotherRollout, Encoding.UTF8.GetBytes($"rollout {other.Id} of {announced.Name} is open: wait for its end, or stop it"), now);
            return;
        }

        if (_database.Scalar("SELECT count(*) FROM rollouts") >= _options.MaximumRollouts)
        {
            _journal.MoveOn(id, CommandState.Refused, CommandReason.TooManyWaiting, Encoding.UTF8.GetBytes($"{_options.MaximumRollouts} rollouts are remembered: wait until one is forgotten"), now);
            return;
        }

        _database.Execute("INSERT OR IGNORE INTO rollouts(id, manifest, phase, stage, since, outcome) VALUES (?1, ?2, ?3, 0, ?4, '')", id.ToArray(), manifest.ToArray(), (int)RolloutPhase.Fetching, now);
        _journal.MoveOn(id, CommandState.Executing, CommandReason.None, default, now);
    }

    /// <summary>Ends a rollout by hand, or the waiting for those who have not gone back; within a transaction. False where there is no open one of this id.</summary>
    public bool Stop(CommandId id, long now)
    {
        if (Rows("id=?1", id.ToArray()).FirstOrDefault() is not { IsOpen: true } rollout)
        {
            return false;
        }

        if (rollout.Phase == RolloutPhase.RollingBack)
        {
            End(rollout, now);
        }
        else
        {
            Fail(rollout, CommandReason.Stopped, "stopped by an operator", now);
        }

        return true;
    }

    /// <summary>The artifact is there, or cannot be had.</summary>
    public void Fetched(Rollout rollout, CommandReason reason, string problem) => Write(rollout, (current, now) =>
    {
        if (current.Phase != RolloutPhase.Fetching)
        {
            return;
        }

        if (reason == CommandReason.None)
        {
            BeginStage(current, 0, now);
        }
        else
        {
            Fail(current, reason, problem, now);
        }
    });

    /// <summary>Moves every open rollout on, as far as time and answers allow.</summary>
    /// <returns>Whether any moved.</returns>
    public bool Step()
    {
        bool moved = false;
        foreach (Rollout rollout in Open())
        {
            moved |= Write(rollout, Advance);
        }

        Forget();
        return moved;
    }

    private bool Write(Rollout rollout, Action<Rollout, long> decide)
    {
        Rollout before = rollout;
        bool moved = _database.Write(DownlinkStep.BeforeRollout, DownlinkStep.AfterRollout, () =>
        {
            // Read again: it may have been stopped since.
            if (Rows("id=?1", rollout.Id.ToArray()).FirstOrDefault() is not { IsOpen: true } current)
            {
                return false;
            }

            decide(Timed(current), Utc.Nanoseconds(_options.Time));
            Rollout after = Rows("id=?1", rollout.Id.ToArray())[0];
            if (after.IsOpen)
            {
                KeepTime(after);
            }

            return after.Phase != before.Phase || after.Stage != before.Stage;
        });
        return moved;
    }

    private void Advance(Rollout rollout, long now)
    {
        RolloutPlan plan = rollout.Manifest.Rollout;
        switch (rollout.Phase)
        {
            case RolloutPhase.Installing when IsOver(rollout, Rollout.InstallStep, out int failures, out bool timedOut):
                Gate(rollout, failures, timedOut, now, () => Enter(rollout, RolloutPhase.Soaking, rollout.Stage, now));
                break;
            case RolloutPhase.Soaking when rollout.Elapsed >= plan.SoakSeconds * 1_000_000_000L:
                foreach (string robot in rollout.Robots)
                {
                    if (StateOf(rollout, robot, Rollout.InstallStep) == CommandState.Done)
                    {
                        Command(rollout, robot, Rollout.CheckStep(rollout.Stage), "artifact.check", plan.TimeoutSeconds, now);
                    }
                }

                Enter(rollout, RolloutPhase.Checking, rollout.Stage, now);
                break;
            case RolloutPhase.Checking when IsOver(rollout, Rollout.CheckStep(rollout.Stage), out int failures, out bool timedOut):
                Gate(rollout, failures, timedOut, now, () => Pass(rollout, now));
                break;
            case RolloutPhase.RollingBack:
                RollBack(rollout, now);
                break;
        }
    }

    private void Pass(Rollout rollout, long now)
    {
        if (rollout.Stage + 1 < rollout.Manifest.Rollout.Stages.Length)
        {
            BeginStage(rollout, rollout.Stage + 1, now);
            return;
        }

        Enter(rollout, RolloutPhase.Done, rollout.Stage, now);
        _journal.MoveOn(rollout.Id, CommandState.Done, CommandReason.None, default, now);
    }

    private void BeginStage(Rollout rollout, int stage, long now)
    {
        Rollout next = rollout with { Stage = stage };
        foreach (string robot in next.Robots)
        {
            Command(next, robot, Rollout.InstallStep, "artifact.install", rollout.Manifest.Rollout.TimeoutSeconds, now);
        }

        Enter(next, RolloutPhase.Installing, stage, now);
    }

    private void Gate(Rollout rollout, int failures, bool timedOut, long now, Action pass)
    {
        if (failures <= rollout.Manifest.Rollout.MaximumFailures)
        {
            pass();
            return;
        }

        Fail(rollout, CommandReason.RolledBack, $"stage {rollout.Stage + 1} of {rollout.Manifest.Rollout.Stages.Length}: {failures} of {rollout.Robots.Length} robots failed{(timedOut ? " or did not answer in time" : "")}", now);
    }

    /// <summary>Whether all of the stage's robots have answered, or their time is over; and how many failed, in this step or before.</summary>
    private bool IsOver(Rollout rollout, string step, out int failures, out bool timedOut)
    {
        failures = 0;
        int silent = 0;
        foreach (string robot in rollout.Robots)
        {
            CommandState? installed = StateOf(rollout, robot, Rollout.InstallStep);
            CommandState? state = step == Rollout.InstallStep || installed != CommandState.Done ? installed : StateOf(rollout, robot, step);
            bool isFinal = state is { } known && known.IsFinal();
            silent += isFinal ? 0 : 1;
            failures += isFinal && state != CommandState.Done ? 1 : 0;
        }

        timedOut = silent > 0 && rollout.Elapsed >= rollout.Manifest.Rollout.TimeoutSeconds * 1_000_000_000L;
        bool isLost = failures > rollout.Manifest.Rollout.MaximumFailures;
        failures += timedOut ? silent : 0;
        return silent == 0 || timedOut || isLost;
    }

    private void Fail(Rollout rollout, CommandReason reason, string problem, long now)
    {
        Enter(rollout with { Outcome = problem }, RolloutPhase.RollingBack, rollout.Stage, now);
        _journal.MoveOn(rollout.Id, CommandState.Failed, reason, Encoding.UTF8.GetBytes(problem), now);
        RollBack(rollout with { Outcome = problem, Phase = RolloutPhase.RollingBack }, now);
    }

    /// <summary>Has everybody go back who took it, or may have; ends when nobody is left.</summary>
    private void RollBack(Rollout rollout, long now)
    {
        bool isOver = true;
        foreach (string robot in rollout.Manifest.Robots)
        {
            if (_journal.FindOpen(rollout.CommandOf(robot, Rollout.InstallStep)) is not { } install)
            {
                continue;
            }

            if (!install.State.IsFinal())
            {
                // Going back must not overtake the installing: one that was never sent ends here, another one is waited for.
                bool isEnded = !install.IsSent && _journal.MoveOn(install.Id, CommandState.Expired, CommandReason.Stopped, default, now);
                isOver &= isEnded;
                continue;
            }

            if (install.State is CommandState.Done or CommandState.Failed or CommandState.Unknown)
            {
                Command(rollout, robot, Rollout.RollbackStep, "artifact.rollback", (long)_options.MaximumLifetime.TotalSeconds, now);
                isOver &= StateOf(rollout, robot, Rollout.RollbackStep) is { } state && state.IsFinal();
            }
        }

        if (isOver)
        {
            End(rollout, now);
        }
    }

    /// <summary>Ends one that failed: who took it, or may have, and has not gone back is named, and the city is told once more.</summary>
    private void End(Rollout rollout, long now)
    {
        string[] left = [.. rollout.Manifest.Robots.Where(robot => StateOf(rollout, robot, Rollout.InstallStep) is { } state
            && (!state.IsFinal() || state is CommandState.Done or CommandState.Failed or CommandState.Unknown)
            && StateOf(rollout, robot, Rollout.RollbackStep) != CommandState.Done)];
        if (left.Length > 0)
        {
            IEnumerable<string> named = left.Take(NamedRobots).Select(robot => $"{robot} ({_journal.FindOpen(rollout.CommandOf(robot, Rollout.RollbackStep)) switch
            {
                null => "not asked",
                { Reason: CommandReason.None } back => back.State.ToString(),
                { } back => $"{back.State}: {back.Reason}",
            }})");

            // First, because a result's detail is cut at its end.
            rollout = rollout with { Outcome = $"{left.Length} did not go back: {string.Join(", ", named)}{(left.Length > NamedRobots ? $" and {left.Length - NamedRobots} more" : "")}; {rollout.Outcome}" };
            _journal.TellAgain(rollout.Id, Encoding.UTF8.GetBytes(rollout.Outcome), now);
        }

        Enter(rollout, RolloutPhase.Failed, rollout.Stage, now);
    }

    private CommandState? StateOf(Rollout rollout, string robot, string step) => _journal.FindOpen(rollout.CommandOf(robot, step))?.State;

    private void Command(Rollout rollout, string robot, string step, string name, long lifeSeconds, long now)
    {
        ArtifactManifest manifest = rollout.Manifest;
        ArtifactOrder order = new()
        {
            Rollout = rollout.Id.ToString(),
            Name = manifest.Name,
            Version = manifest.Version,
            Kind = manifest.Kind,
            Bytes = manifest.Bytes,
            Sha256 = manifest.Sha256,
            ChunkBytes = manifest.ChunkBytes,
            Scheme = Scheme,
            Port = Port,
        };
        byte[] envelope = CommandWriter.Write(new CommandFields
        {
            Id = rollout.CommandOf(robot, step),
            Issuer = CommandRules.GatewayIssuer,
            Target = robot,
            Name = name,
            Arguments = JsonSerializer.SerializeToUtf8Bytes(order, DownlinkJson.Default.ArtifactOrder),
            IssuedUtcNanoseconds = now,
            ExpiresUtcNanoseconds = now + (lifeSeconds * 1_000_000_000L),
        });
        _journal.Issue(envelope, rollout.Id, now);
    }

    private void Enter(Rollout rollout, RolloutPhase phase, int stage, long now)
    {
        if (phase < RolloutPhase.Done)
        {
            _timed[rollout.Id] = new Timing(phase, stage, _options.Time.GetTimestamp());
        }
        else
        {
            _timed.Remove(rollout.Id);
        }

        _database.Execute("UPDATE rollouts SET phase=?2, stage=?3, since=?4, elapsed=0, outcome=?5 WHERE id=?1", rollout.Id.ToArray(), (int)phase, stage, now, rollout.Outcome);
    }

    /// <summary>Adds what has passed since its time was last kept. By the monotonic clock: one that is set shortens no soak.</summary>
    private Rollout Timed(Rollout rollout)
    {
        long at = _options.Time.GetTimestamp();
        if (!_timed.TryGetValue(rollout.Id, out Timing timing) || timing.Phase != rollout.Phase || timing.Stage != rollout.Stage)
        {
            _timed[rollout.Id] = new Timing(rollout.Phase, rollout.Stage, at);
            return rollout;
        }

        return rollout with { Elapsed = rollout.Elapsed + CommandJournal.Nanoseconds(_options.Time.GetElapsedTime(timing.At, at)) };
    }

    private void KeepTime(Rollout stored)
    {
        Rollout now = Timed(stored);
        if (now.Elapsed - stored.Elapsed >= CommandJournal.Nanoseconds(KeepTimeEvery))
        {
            _database.Execute("UPDATE rollouts SET elapsed=?2 WHERE id=?1", stored.Id.ToArray(), now.Elapsed);
            _timed[stored.Id] = new Timing(stored.Phase, stored.Stage, _options.Time.GetTimestamp());
        }
    }

    // With the rollout go its commands, which the journal keeps for as long as it is there.
    private void Forget()
    {
        long now = Utc.Nanoseconds(_options.Time);
        if (!_journal.IsTimeSure(now))
        {
            return;
        }

        long until = now - CommandJournal.Nanoseconds(_options.Retention);
        const string Which = "phase>=6 AND since<?1";
        if (_database.Read(() => _database.Scalar($"SELECT count(*) FROM rollouts WHERE {Which}", until)) > 0)
        {
            _database.Write(DownlinkStep.BeforeRollout, DownlinkStep.AfterRollout, () => _database.Execute($"DELETE FROM rollouts WHERE {Which}", until));
        }
    }

    private List<Rollout> OpenRows() => Rows($"phase<{(int)RolloutPhase.Done}");

    private List<Rollout> Rows(string where, params ReadOnlySpan<object> values) => _database.Query(Row, $"SELECT id, manifest, phase, stage, since, elapsed, outcome FROM rollouts WHERE {where}", values);

    private static Rollout Row(SqliteDataReader row)
    {
        byte[] json = row.GetFieldValue<byte[]>(1);
        _ = ArtifactManifest.TryRead(json, long.MaxValue, out ArtifactManifest? manifest, out _);
        return new Rollout(
            CommandId.Read(row.GetFieldValue<byte[]>(0)),
            manifest ?? throw new InvalidOperationException("a manifest that was judged when it came is one no longer"),
            (RolloutPhase)row.GetInt64(2),
            (int)row.GetInt64(3),
            row.GetInt64(4),
            row.GetInt64(5),
            row.GetString(6));
    }

    private readonly record struct Timing(RolloutPhase Phase, int Stage, long At);
}
