namespace EdgeAI.Robot.Dashboard;

/// <summary>Durations as people read them.</summary>
internal static class Durations
{
    /// <summary>Three significant digits with the unit that fits.</summary>
    /// <param name="nanoseconds">The duration.</param>
    public static string Show(long nanoseconds) => nanoseconds switch
    {
        < 1_000 => $"{nanoseconds} ns",
        < 1_000_000 => $"{nanoseconds / 1e3:G3} us",
        < 1_000_000_000 => $"{nanoseconds / 1e6:G3} ms",
        _ => $"{nanoseconds / 1e9:G3} s",
    };
}
