using System.Runtime.InteropServices;

namespace EdgeAI.Tests.Runtime.Scheduling;

/// <summary>Linux capabilities of the calling thread alone; a thread that it starts inherits them (capabilities(7)).</summary>
internal static partial class Capabilities
{
    // linux/capability.h.
    private const uint Version3 = 0x20080522;
    private const int SysNice = 23;

    /// <summary>Takes from the calling thread, for as long as it lives, the right to real-time scheduling.</summary>
    public static unsafe void DropRealTime()
    {
        uint* header = stackalloc uint[] { Version3, 0 };
        uint* sets = stackalloc uint[6];
        Assert.Equal(0, Get(header, sets));

        // Effective, permitted and inheritable, the low 32 capabilities first.
        sets[0] &= ~(1u << SysNice);
        Assert.Equal(0, Set(header, sets));
    }

    [LibraryImport("libc", EntryPoint = "capget")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static unsafe partial int Get(uint* header, uint* sets);

    [LibraryImport("libc", EntryPoint = "capset")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static unsafe partial int Set(uint* header, uint* sets);
}
