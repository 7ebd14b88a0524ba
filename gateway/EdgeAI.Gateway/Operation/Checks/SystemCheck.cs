using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;

namespace EdgeAI.Gateway.Operation.Checks;

/// <summary>What the gateway needs of the machine and of the libraries it came with.</summary>
internal static partial class SystemCheck
{
    /// <summary>What a gateway opens beside its connections, at most: libraries, the spool, its own ports, upstreams.</summary>
    public const int OwnDescriptors = 256;

    // 3.7.0 to 3.51.2 can lose committed writes when the journal is reset (sqlite.org/wal.html, "the WAL-reset bug").
    private static readonly Version LeastSqlite = new(3, 51, 3);

    // struct timex of adjtimex(2) has 208 bytes on 64-bit Linux.
    private const int TimexBytes = 256;
    private const int TimeError = 5;

    /// <summary>The version of SQLite.</summary>
    public static Finding Sqlite()
    {
        using SqliteConnection connection = new("Data Source=:memory:");
        connection.Open();
        return Version.TryParse(connection.ServerVersion, out Version? version) && version >= LeastSqlite
            ? Finding.Ok("sqlite", $"version {connection.ServerVersion}")
            : Finding.Fail("sqlite", $"version {connection.ServerVersion} can lose committed writes", $"use {LeastSqlite} or later: take the gateway's own library, not the system's");
    }

    /// <summary>The limit of open files against the connections that are allowed.</summary>
    public static Finding Descriptors(GatewayOptions options)
    {
        int needed = options.Limits.MaximumConnections + OwnDescriptors;
        if (!OperatingSystem.IsLinux() || !TryReadLimit("/proc/self/limits", out long limit))
        {
            return Finding.Ok("files", "this system tells no limit of open files");
        }

        return limit >= needed
            ? Finding.Ok("files", string.Create(CultureInfo.InvariantCulture, $"{limit} may be open"))
            : Finding.Warn("files", string.Create(CultureInfo.InvariantCulture, $"only {limit} may be open, {options.Limits.MaximumConnections} connections need {needed}"), $"set LimitNOFILE={needed} in the service, or ulimit -n {needed}");
    }

    /// <summary>Whether the kernel's clock is set by a time service; nothing where that cannot be told.</summary>
    public static unsafe bool? KernelClock()
    {
        if (!OperatingSystem.IsLinux() || !Environment.Is64BitProcess)
        {
            return null;
        }

        byte* timex = stackalloc byte[TimexBytes];
        new Span<byte>(timex, TimexBytes).Clear();
        int state = AdjustTime(timex);
        return state < 0 ? null : state != TimeError;
    }

    // The line "Max open files            1024                 524288               files": the first number is the one in force.
    private static bool TryReadLimit(string path, out long limit)
    {
        limit = 0;
        try
        {
            string? line = File.ReadLines(path).FirstOrDefault(text => text.StartsWith("Max open files", StringComparison.Ordinal));
            string? first = line?["Max open files".Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault();
            limit = first == "unlimited" ? long.MaxValue : 0;
            return first is not null && (limit > 0 || long.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out limit));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    [LibraryImport("libc", EntryPoint = "adjtimex")]
    private static unsafe partial int AdjustTime(byte* timex);
}
