using EdgeAI.Device.Time;
using EdgeAI.Perception.Models;

namespace EdgeAI.Perception.Store;

/// <summary>Counts and times the inferences of a slot on their graph thread, and hands them to a shadow where there is one.</summary>
/// <param name="clock">The robot's timeline.</param>
/// <param name="kept">How many of the latest durations are kept.</param>
public sealed class LiveMeter(IClock clock, int kept = 1024) : IInferenceTap
{
    private ShadowRun? _shadow;
    private long _failures;
    private long _began;

    /// <summary>How long inferences took.</summary>
    public DurationWindow Durations { get; } = new(kept);

    /// <summary>Inferences that could not run, or answered with what is no number.</summary>
    public long Failures => Volatile.Read(ref _failures);

    /// <summary>Who is asked the same; null for nobody. Any thread.</summary>
    public ShadowRun? Shadow
    {
        get => Volatile.Read(ref _shadow);
        set => Volatile.Write(ref _shadow, value);
    }

    /// <inheritdoc/>
    public void Begin() => _began = clock.Nanoseconds;

    /// <inheritdoc/>
    public void End(Model model, bool failed)
    {
        ArgumentNullException.ThrowIfNull(model);
        Durations.Add(clock.Nanoseconds - _began);
        if (failed)
        {
            Volatile.Write(ref _failures, _failures + 1);
            return;
        }

        Shadow?.Offer(model.Session);
    }
}
