namespace EdgeAI.Tests.Perception;

/// <summary>Counts what an action allocates on this thread once it is warm.</summary>
internal static class Allocation
{
    public static long Of(Action action, int calls = 500)
    {
        for (int call = 0; call < 50; call++)
        {
            action();
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int call = 0; call < calls; call++)
        {
            action();
        }

        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
