namespace EdgeAI.Tests;

/// <summary>
/// Counts what an action allocates on this thread once it is warm. A test that is no single action starts an <see cref="AllocationMeter"/>
/// after a warm-up of its own.
/// </summary>
internal static class Allocation
{
    /// <summary>Bytes that the calls allocate, after calls that are not counted: those run the static constructors and fill the caches.</summary>
    public static long Of(Action action, int calls = 500, int warmUpCalls = 50)
    {
        for (int call = 0; call < warmUpCalls; call++)
        {
            action();
        }

        AllocationMeter meter = AllocationMeter.Start();
        for (int call = 0; call < calls; call++)
        {
            action();
        }

        return meter.Bytes;
    }
}
