using EdgeAI.Gateway.Identity;

namespace EdgeAI.Gateway.Operation.Checks;

/// <summary>Whether the clock can be right: records carry it and certificates are judged by it.</summary>
internal static class ClockCheck
{
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    /// <summary>Compares the clock with what is certainly past.</summary>
    /// <param name="options">The gateway's options.</param>
    /// <param name="synchronised">Whether the kernel says that a time service sets it; nothing when it does not say.</param>
    public static IEnumerable<Finding> Examine(GatewayOptions options, bool? synchronised)
    {
        DateTimeOffset now = options.Time.GetUtcNow();
        (DateTimeOffset Past, string What) latest = Pasts(options).MaxBy(past => past.Past);
        yield return now + Tolerance < latest.Past
            ? Finding.Fail("clock", $"it says {now:yyyy-MM-dd HH:mm} UTC, and {latest.What} is of {latest.Past:yyyy-MM-dd HH:mm}", "set the clock, and let a time service keep it")
            : Finding.Ok("clock", $"{now:yyyy-MM-dd HH:mm:ss} UTC");
        if (synchronised is false)
        {
            yield return Finding.Warn("clock", "no time service sets it", "enable systemd-timesyncd, chrony or PTP");
        }
    }

    private static IEnumerable<(DateTimeOffset Past, string What)> Pasts(GatewayOptions options)
    {
        yield return (File.GetLastWriteTimeUtc(typeof(ClockCheck).Assembly.Location), "this program");
        string spool = Path.Combine(options.SpoolFolder, "spool.db");
        if (File.Exists(spool))
        {
            yield return (File.GetLastWriteTimeUtc(spool), "the spool's last write");
        }

        if (options.Identity is { } identity && File.Exists(new IdentityFolder(identity.Folder).Registry))
        {
            yield return (File.GetLastWriteTimeUtc(new IdentityFolder(identity.Folder).Registry), "the registry's last change");
        }
    }
}
