namespace EdgeAI.Tests.Gateway.Broker;

/// <summary>A clock that stands until a test moves it, and whose timers ring when it does. Thread-safe.</summary>
internal sealed class RingingTime : TimeProvider
{
    private static readonly DateTimeOffset Begin = new(2026, 11, 30, 5, 0, 0, TimeSpan.Zero);

    private readonly Lock _gate = new();
    private readonly List<Bell> _bells = [];
    private TimeSpan _passed = TimeSpan.FromSeconds(1);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>What has passed since the clock was made.</summary>
    public TimeSpan Passed
    {
        get
        {
            lock (_gate)
            {
                return _passed;
            }
        }
    }

    /// <summary>The pauses that somebody waits for: timers that ring once.</summary>
    public int Pauses
    {
        get
        {
            lock (_gate)
            {
                return _bells.Count(static bell => bell is { IsSet: true, Repeats: false });
            }
        }
    }

    /// <summary>Moves on, and rings whatever falls due, in order.</summary>
    public void Pass(TimeSpan time)
    {
        TimeSpan end = Passed + time;
        while (TryNext(end) is { } bell)
        {
            bell.Ring();
        }
    }

    public override DateTimeOffset GetUtcNow() => Begin + Passed;

    public override long GetTimestamp() => Passed.Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        Bell bell = new(this, callback, state);
        lock (_gate)
        {
            _bells.Add(bell);
        }

        bell.Change(dueTime, period);
        return bell;
    }

    private Bell? TryNext(TimeSpan end)
    {
        lock (_gate)
        {
            Bell? next = _bells.Where(bell => bell.IsSet && bell.Due <= end).MinBy(static bell => bell.Due);
            _passed = next is null ? end : next.Due > _passed ? next.Due : _passed;
            next?.Advance();
            return next;
        }
    }

    private sealed class Bell(RingingTime time, TimerCallback callback, object? state) : ITimer
    {
        private TimeSpan _period;

        public bool IsSet { get; private set; }

        public TimeSpan Due { get; private set; }

        public bool Repeats => _period > TimeSpan.Zero;

        public void Ring() => callback(state);

        public void Advance()
        {
            IsSet = Repeats;
            Due += _period;
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (time._gate)
            {
                IsSet = dueTime >= TimeSpan.Zero;
                Due = time._passed + dueTime;
                _period = period < TimeSpan.Zero ? TimeSpan.Zero : period;
            }

            return true;
        }

        public void Dispose()
        {
            lock (time._gate)
            {
                time._bells.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
