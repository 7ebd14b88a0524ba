using System.Globalization;

namespace EdgeAI.Robot.Models;

/// <summary>How much memory this process has.</summary>
internal static class ProcessMemory
{
    private const string Field = "VmRSS:";

    /// <summary>Bytes of memory that are the process's, of which the native libraries' are the larger part; without collected garbage.</summary>
    public static long ResidentBytes()
    {
        GC.Collect();
        if (!OperatingSystem.IsLinux())
        {
            return Environment.WorkingSet;
        }

        // proc(5): "VmRSS:     1234 kB".
        string? line = File.ReadLines("/proc/self/status").FirstOrDefault(static line => line.StartsWith(Field, StringComparison.Ordinal));
        return line is null ? Environment.WorkingSet : long.Parse(line.AsSpan(Field.Length, line.Length - Field.Length - 2).Trim(), CultureInfo.InvariantCulture) * 1024;
    }
}
