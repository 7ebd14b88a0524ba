using System.Runtime.InteropServices;
using EdgeAI.Perception.Models;
using EdgeAI.Perception.Sessions;

namespace EdgeAI.Tests.Perception.Sessions;

public sealed class InferenceTelemetryTests
{
    [Fact]
    public void Telemetry_OnceAModelIsOpen_IsOffWhereTheNativeLibraryLooks()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs a Unix C library: getenv");
        using Model model = ShippedModels.Open(ShippedModels.Grasp);
        Assert.Equal("1", Marshal.PtrToStringUTF8(GetEnvironment("ORT_DISABLE_TELEMETRY")));
    }

    [Fact]
    public void Telemetry_OnceAModelIsOpen_HoldsNoEventDatabase()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs Linux: /proc/self/fd");
        using Model model = ShippedModels.Open(ShippedModels.Grasp);
        IEnumerable<string?> open = Directory.GetFiles("/proc/self/fd").Select(static descriptor => new FileInfo(descriptor).LinkTarget);
        Assert.DoesNotContain(open, static target => target is not null && target.Contains("onnxruntime.db", StringComparison.Ordinal));
    }

    [Fact]
    public void Telemetry_SwitchedOffTwice_StaysOff()
    {
        InferenceTelemetry.SwitchOff();
        InferenceTelemetry.SwitchOff();
        Assert.Equal("1", Environment.GetEnvironmentVariable("ORT_DISABLE_TELEMETRY"));
    }

    [DllImport("libc", EntryPoint = "getenv")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern IntPtr GetEnvironment([MarshalAs(UnmanagedType.LPUTF8Str)] string name);
}
