using EdgeAI.Device.Messages;

namespace EdgeAI.Runtime.Health;

/// <summary>
/// Looks at the graph threads' heartbeats and answers silence by degrees: says it, has stages degrade, declares the safe state. A thread that
/// ended by a failure goes through all of them at once. What is said, is said when it begins and when it is over. Not thread safe.
/// </summary>
/// <param name="limits">How long a thread may be silent.</param>
/// <param name="hearts">The threads' heartbeats.</param>
/// <param name="degraders">What degrades while a thread is very late.</param>
/// <param name="safeState">The safe state.</param>
/// <param name="log">Where it is said.</param>
public sealed class Watchdog(WatchdogLimits limits, IReadOnlyList<Heartbeat> hearts, IReadOnlyList<DeadlineGuard> degraders, SafeState safeState, HealthLog log)
{
    private const long Millisecond = 1_000_000;

    private readonly HealthLevel[] _levels = new HealthLevel[hearts.Count];

    /// <summary>How well the graph is: the worst of its threads, and the safe state from whoever declared it.</summary>
    public HealthLevel Level { get; private set; }

    /// <summary>Times that a thread was late enough to be said.</summary>
    public long Warnings { get; private set; }

    /// <summary>Looks once.</summary>
    /// <param name="now">The robot's timeline, nanoseconds.</param>
    public void Check(long now)
    {
        HealthLevel worst = HealthLevel.Healthy;
        for (int index = 0; index < hearts.Count; index++)
        {
            HealthLevel level = LevelOf(hearts[index], now);
            while (_levels[index] < level)
            {
                Rise(hearts[index], ++_levels[index], now);
            }

            if (_levels[index] > level)
            {
                Fall(hearts[index], _levels[index], level);
                _levels[index] = level;
            }

            worst = worst > level ? worst : level;
        }

        bool isDegraded = worst >= HealthLevel.Degraded;
        foreach (DeadlineGuard guard in degraders)
        {
            guard.IsForced = isDegraded;
        }

        Level = safeState.IsDeclared ? HealthLevel.SafeState : worst;
    }

    private HealthLevel LevelOf(Heartbeat heart, long now)
    {
        if (heart.IsDead)
        {
            return HealthLevel.SafeState;
        }

        long silence = heart.IsExpected ? heart.Silence(now) : 0;
        return silence >= limits.SafeState ? HealthLevel.SafeState
            : silence >= limits.Degrade ? HealthLevel.Degraded
            : silence >= limits.Warn ? HealthLevel.Warned
            : HealthLevel.Healthy;
    }

    private void Rise(Heartbeat heart, HealthLevel level, long now)
    {
        long silent = heart.Silence(now) / Millisecond;
        switch (level)
        {
            case HealthLevel.Warned when heart.IsDead:
                Warnings++;
                log.Say(HealthCode.ThreadDied, LogLevel.Error, isActive: true, "thread", heart.Name, "ended by a failure");
                break;
            case HealthLevel.Warned:
                Warnings++;
                log.Say(HealthCode.ThreadSilent, LogLevel.Warning, isActive: true, "thread", heart.Name, "has begun no step for", silent, "ms");
                break;
            case HealthLevel.Degraded:
                log.Say(HealthCode.ThreadDegraded, LogLevel.Warning, isActive: true, "thread", heart.Name, "has stages degrade: no step for", silent, "ms");
                break;
            default:
                safeState.Declare("thread", heart.Name, heart.IsDead ? "ended by a failure: safe state" : "hangs or starves: safe state");
                break;
        }
    }

    private void Fall(Heartbeat heart, HealthLevel from, HealthLevel to)
    {
        if (from >= HealthLevel.Degraded && to < HealthLevel.Degraded)
        {
            log.Say(HealthCode.ThreadDegraded, LogLevel.Information, isActive: false, "thread", heart.Name, "lets stages return");
        }

        if (to < HealthLevel.Warned)
        {
            log.Say(HealthCode.ThreadSilent, LogLevel.Information, isActive: false, "thread", heart.Name, "steps in time again");
        }
    }
}
