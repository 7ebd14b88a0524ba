using EdgeAI.Device.Time;
using EdgeAI.Runtime.Edges;
using EdgeAI.Runtime.Health;
using EdgeAI.Runtime.Metrics;

namespace EdgeAI.Runtime.Scheduling;

/// <summary>
/// Steps a part of a graph on a thread of its own: over and over while there is work, then rests until something arrives. Allocates nothing
/// after its warm-up, and says so if it does.
/// </summary>
public sealed class GraphThread : IDisposable
{
    // Enough for a model's session and any stage; small enough to be locked in memory where little may be.
    private const int StackBytes = 1024 * 1024;
    private const int WarmUpSteps = 1000;

    // What nobody wakes for is looked at this often: a link without a descriptor, or else what is due by time alone.
    private static readonly TimeSpan PollPeriod = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan LongestRest = TimeSpan.FromMilliseconds(10);

    // Long enough for what stopped sources have sent already; a board elsewhere never stops, and may send more than the stages can take.
    private const long LastLook = 500_000_000;

    private readonly ThreadOptions _options;
    private readonly IStepper _stepper;
    private readonly IClock _clock;
    private readonly WakeSignal _wake;
    private readonly ManualResetEvent _ready = new(false);
    private readonly Thread _thread;
    private readonly TimeSpan _rest;
    private long _drainAt;
    private volatile bool _stopping;
    private volatile bool _steady;
    private long _steadyStateAllocated;

    /// <summary>Makes the thread; <see cref="TryStart"/> starts it.</summary>
    /// <param name="options">What it asks of the operating system.</param>
    /// <param name="stepper">What is stepped.</param>
    /// <param name="wake">Wakes the thread; files that it watches do, too.</param>
    /// <param name="isWoken">Whether everything that can arrive wakes the thread; if not, it looks each millisecond.</param>
    /// <param name="clock">The robot's timeline.</param>
    public GraphThread(ThreadOptions options, IStepper stepper, WakeSignal wake, bool isWoken, IClock clock)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(wake);
        _options = options;
        _stepper = stepper;
        _clock = clock;
        _rest = isWoken ? LongestRest : PollPeriod;
        _wake = wake;
        Heartbeat = new Heartbeat(options.Name);
        _thread = new Thread(Run, StackBytes) { Name = options.Name, IsBackground = true };
    }

    /// <summary>The thread's name.</summary>
    public string Name => _options.Name;

    /// <summary>When the thread last began a step.</summary>
    public Heartbeat Heartbeat { get; }

    /// <summary>Whether the thread does not run: not yet, or not any more.</summary>
    public bool HasEnded => !_thread.IsAlive;

    /// <summary>What ended the thread, if anything but <see cref="Stop"/> did.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>What the operating system refused, a line each; known once <see cref="TryStart"/> has returned.</summary>
    public IReadOnlyList<string> Refused { get; private set; } = [];

    /// <summary>
    /// Bytes that the thread has allocated since its first thousand steps: 0 in the steady state, null before it. Exact while it is 0, as
    /// <see cref="AllocationMeter.Bytes"/> tells.
    /// </summary>
    public long? SteadyStateAllocatedBytes => _steady ? Volatile.Read(ref _steadyStateAllocated) : null;

    /// <summary>Starts stepping, once the operating system was asked for what the options say.</summary>
    /// <returns>False when it refused something and the options are strict: then nothing was stepped, and <see cref="Refused"/> tells.</returns>
    public bool TryStart()
    {
        _thread.Start();
        _ready.WaitOne();
        return Refused.Count == 0 || !_options.Strict;
    }

    /// <summary>
    /// Steps until nothing is left to do, then ends the thread. Sources in this process must have stopped before; what others go on sending is
    /// not taken any more after half a second.
    /// </summary>
    /// <param name="limit">How long a step that does not end is waited for.</param>
    /// <returns>False when it did not end in time: the thread hangs in a step, and <see cref="Failure"/> says so.</returns>
    public bool Stop(TimeSpan limit)
    {
        Heartbeat.End();
        _drainAt = _clock.Nanoseconds + LastLook;
        _stopping = true;
        _wake.Set();
        if (!_thread.IsAlive || _thread.Join(limit))
        {
            return true;
        }

        _stepper.Stop();
        Failure = new TimeoutException($"thread '{Name}' hangs in a step; its stage, or what that waits for, does not end");
        return false;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_thread.IsAlive)
        {
            _ready.Dispose();
        }
    }

    private void Run()
    {
        try
        {
            Refused = ThreadPrivileges.Apply(_options);
            bool refuses = Refused.Count > 0 && _options.Strict;
            if (!refuses)
            {
                Heartbeat.Beat(_clock.Nanoseconds);
            }

            _ready.Set();
            if (!refuses)
            {
                StepUntilStopped();
            }
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            // A defect in a stage must not end the process without the gateway's drain: the watchdog and the owner see it.
            Failure = failure;
            Heartbeat.Die();
            _stepper.Stop();
            _ready.Set();
        }
    }

    private void StepUntilStopped()
    {
        long steps = 0;
        bool arrived = false;
        bool draining = false;
        AllocationMeter meter = default;
        while (true)
        {
            bool stopping = _stopping;
            long now = _clock.Nanoseconds;
            Heartbeat.Beat(now);
            draining |= stopping && now >= _drainAt;
            bool worked = draining ? _stepper.Drain() : _stepper.Step();
            if (++steps == WarmUpSteps)
            {
                meter = AllocationMeter.Start();
            }
            else if (steps > WarmUpSteps)
            {
                Volatile.Write(ref _steadyStateAllocated, meter.Bytes);
                _steady = true;
            }

            if (worked)
            {
                arrived = false;
                continue;
            }

            if (stopping)
            {
                return;
            }

            // A file that says it can be read and gives nothing would make the thread spin: then it rests without it once.
            _wake.Wait(arrived ? PollPeriod : _rest, watching: !arrived, out arrived);
        }
    }
}
