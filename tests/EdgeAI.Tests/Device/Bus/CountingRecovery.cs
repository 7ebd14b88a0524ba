using EdgeAI.Device.Bus;

namespace EdgeAI.Tests.Device.Bus;

/// <summary>A recovery that always succeeds and counts how often it was asked.</summary>
internal sealed class CountingRecovery : IBusRecovery
{
    public int Calls { get; private set; }

    public bool TryRecover()
    {
        Calls++;
        return true;
    }
}
