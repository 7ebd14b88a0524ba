using EdgeAI.Runtime.Scheduling;

namespace EdgeAI.Tests.Runtime.Scheduling;

/// <summary>A stepper that does what a test says.</summary>
internal sealed class ActionStepper(Func<bool> step) : IStepper
{
    public bool Step() => step();
}
