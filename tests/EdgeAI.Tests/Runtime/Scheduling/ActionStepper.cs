using EdgeAI.Runtime.Scheduling;

namespace EdgeAI.Tests.Runtime.Scheduling;

/// <summary>A stepper that does what a test says.</summary>
internal sealed class ActionStepper(Func<bool> step, Func<bool>? drain = null) : IStepper
{
    private volatile bool _isStopped;

    public bool IsStopped => _isStopped;

    public bool Step() => step();

    public bool Drain() => drain is null ? step() : drain();

    public void Stop() => _isStopped = true;
}
