using EdgeAI.Device.Time;
using EdgeAI.Runtime.Samples;

namespace EdgeAI.Runtime.Health;

/// <summary>Stands before a stage and keeps its deadline.</summary>
/// <typeparam name="T">The payload.</typeparam>
/// <param name="guard">The deadline.</param>
/// <param name="stage">The stage.</param>
/// <param name="alternative">What takes the samples while the stage is degraded; null where the policy never degrades.</param>
/// <param name="clock">The robot's timeline.</param>
public sealed class GuardedConsumer<T>(DeadlineGuard guard, ISampleConsumer<T> stage, ISampleConsumer<T>? alternative, IClock clock) : ISampleConsumer<T>
{
    /// <inheritdoc/>
    public void Take(in Sample<T> sample)
    {
        long stamp = sample.Stamp.Nanoseconds;
        switch (guard.Admit(stamp, clock.Nanoseconds))
        {
            case DeadlineTurn.Stage:
                stage.Take(in sample);
                break;
            case DeadlineTurn.Alternative when alternative is not null:
                alternative.Take(in sample);
                break;
            default:
                return;
        }

        guard.Finish(stamp, clock.Nanoseconds);
    }
}
