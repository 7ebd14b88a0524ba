using EdgeAI.Device.Messages;
using EdgeAI.Runtime.Metrics;

namespace EdgeAI.Runtime.Health;

/// <summary>
/// Keeps one stage's deadline: counts misses, and says before each input whether the stage takes it, its alternative, or nobody. Used by the
/// stage's thread; counters may be read on any. Allocates nothing. Ages that cannot be, negative ones, are no misses.
/// </summary>
public sealed class DeadlineGuard
{
    private const long Microsecond = 1_000;
    private const long Second = 1_000_000_000;

    private readonly DeadlineOptions _options;
    private readonly SafeState _safeState;
    private readonly HealthLog _log;
    private long _latestMiss;
    private volatile bool _isForced;
    private volatile bool _isDegraded;
    private bool _hasSaidSkipping;
    private long _maySayAt = long.MinValue;

    /// <summary>Makes a guard.</summary>
    /// <param name="stage">The stage's name in the profile.</param>
    /// <param name="options">The deadline.</param>
    /// <param name="safeState">What <see cref="MissPolicy.FailSafe"/> declares.</param>
    /// <param name="log">Where changes are said.</param>
    public DeadlineGuard(string stage, DeadlineOptions options, SafeState safeState, HealthLog log)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.LimitNanoseconds, 1);
        Stage = stage;
        _options = options;
        _safeState = safeState;
        _log = log;
    }

    /// <summary>The stage's name in the profile.</summary>
    public string Stage { get; }

    /// <summary>Inputs whose work ended after the deadline.</summary>
    public long Missed { get; private set; }

    /// <summary>Inputs that were dropped because they were past the deadline before the stage saw them.</summary>
    public long Skipped { get; private set; }

    /// <summary>Inputs that the alternative took in the stage's place.</summary>
    public long TakenByAlternative { get; private set; }

    /// <summary>Whether the alternative takes the inputs now.</summary>
    public bool IsDegraded => _isDegraded;

    /// <summary>From the input's stamp to the end of the work on it, whoever did it.</summary>
    public LatencyHistogram Latency { get; } = new();

    /// <summary>Whether someone else wants the stage degraded, whatever its own misses. Set from any thread.</summary>
    public bool IsForced
    {
        get => _isForced;
        set => _isForced = value;
    }

    /// <summary>Says who takes an input that is about to be worked on.</summary>
    /// <param name="stamp">The input's stamp, robot timeline, nanoseconds.</param>
    /// <param name="now">The robot's timeline, nanoseconds.</param>
    public DeadlineTurn Admit(long stamp, long now)
    {
        if (_options.Policy == MissPolicy.Skip)
        {
            return AdmitUnlessLate(stamp, now);
        }

        if (_options.Policy != MissPolicy.Degrade)
        {
            return DeadlineTurn.Stage;
        }

        bool isDegraded = _isForced || (Missed > 0 && now >= _latestMiss && now - _latestMiss < _options.CalmNanoseconds);
        if (isDegraded != _isDegraded)
        {
            _isDegraded = isDegraded;
            if (isDegraded)
            {
                _log.Say(HealthCode.StageDegraded, LogLevel.Warning, isActive: true, "stage", Stage, "is late: its alternative decides");
            }
            else
            {
                _log.Say(HealthCode.StageDegraded, LogLevel.Information, isActive: false, "stage", Stage, "decides again");
            }
        }

        if (!isDegraded)
        {
            return DeadlineTurn.Stage;
        }

        TakenByAlternative++;
        return DeadlineTurn.Alternative;
    }

    /// <summary>Counts the end of the work on an input that was admitted.</summary>
    /// <param name="stamp">The input's stamp, robot timeline, nanoseconds.</param>
    /// <param name="now">The robot's timeline, nanoseconds.</param>
    public void Finish(long stamp, long now)
    {
        long took = now - stamp;
        Latency.Record(took);
        if (took <= _options.LimitNanoseconds)
        {
            return;
        }

        Missed++;
        _latestMiss = now;
        if (_options.Policy == MissPolicy.FailSafe)
        {
            _safeState.Declare("stage", Stage, "missed its deadline: safe state");
        }
    }

    private DeadlineTurn AdmitUnlessLate(long stamp, long now)
    {
        long age = now - stamp;
        bool isLate = age > _options.LimitNanoseconds;

        // A stage at the brink is late and in time by turns, and these records are kept whatever else is dropped: one a second. What is not
        // said is counted all the same.
        if (isLate != _hasSaidSkipping && now >= _maySayAt)
        {
            _hasSaidSkipping = isLate;
            _maySayAt = now + Second;
            if (isLate)
            {
                _log.Say(HealthCode.StageSkips, LogLevel.Warning, isActive: true, "stage", Stage, "is late and drops what waited too long, now", age / Microsecond, "us");
            }
            else
            {
                _log.Say(HealthCode.StageSkips, LogLevel.Information, isActive: false, "stage", Stage, "has caught up; dropped so far", Skipped, "inputs");
            }
        }

        if (!isLate)
        {
            return DeadlineTurn.Stage;
        }

        Skipped++;
        return DeadlineTurn.Nobody;
    }
}
