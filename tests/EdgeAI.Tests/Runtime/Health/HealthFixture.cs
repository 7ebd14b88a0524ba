using EdgeAI.Device.Messages;
using EdgeAI.Device.Time;
using EdgeAI.Device.Wire;
using EdgeAI.Runtime.Graph;
using EdgeAI.Runtime.Health;
using EdgeAI.Runtime.Samples;
using EdgeAI.Runtime.Time;

namespace EdgeAI.Tests.Runtime.Health;

/// <summary>A robot's health on a clock that stands still, with what it says in the order in which it says it.</summary>
internal sealed class HealthFixture : IFrameSink, IHealthObserver
{
    public const long Millisecond = 1_000_000;

    public HealthFixture(DeadlineOptions? deadline = null)
    {
        Log = new HealthLog(boot: 9, FrameFlags.Simulated, this, Clock);
        Log.Add(this);
        SafeState = new SafeState(Log);
        Guard = new DeadlineGuard("hand/grasp", deadline ?? new DeadlineOptions(10 * Millisecond, MissPolicy.Degrade, 100 * Millisecond), SafeState, Log);
        Watchdog = new Watchdog(new WatchdogLimits(100 * Millisecond, 500 * Millisecond, 2000 * Millisecond), [Heart], [Guard], SafeState, Log);
    }

    public VirtualClock Clock { get; } = new();

    public Heartbeat Heart { get; } = new("touch");

    public HealthLog Log { get; }

    public SafeState SafeState { get; }

    public DeadlineGuard Guard { get; }

    public Watchdog Watchdog { get; }

    public List<string> Said { get; } = [];

    public List<byte[]> Frames { get; } = [];

    public bool Keeps { get; set; } = true;

    public long Now => Clock.Nanoseconds;

    public void At(long milliseconds) => Clock.AdvanceTo(milliseconds * Millisecond);

    public void Accept(StreamId stream, in Stamp stamp, ReadOnlySpan<byte> frame)
    {
        if (Keeps)
        {
            Frames.Add(frame.ToArray());
        }
    }

    public void Observe(HealthCode code, bool isActive, LogRecord record)
    {
        if (Keeps)
        {
            Said.Add($"{(isActive ? "+" : "-")}{code} {record.Level}: {record.Text}");
        }
    }
}
