namespace EdgeAI.Firmware;

/// <summary>How much of the managed heap is free, without collecting more than each line of nanoFramework must for the answer.</summary>
internal static class Memory
{
#if NANOFRAMEWORK_2_0
    public static long FreeBytes()
    {
        // 2.0 tells what is in use and not what is free.
        return 0;
    }
#else
    public static long FreeBytes()
    {
        // 1.x collects before it answers, some milliseconds long; it is asked once in ten seconds.
        return nanoFramework.Runtime.Native.GC.Run(false);
    }
#endif
}
