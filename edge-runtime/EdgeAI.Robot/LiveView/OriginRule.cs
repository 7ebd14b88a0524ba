namespace EdgeAI.Robot.LiveView;

/// <summary>
/// Which web pages may open a live view: browsers let every page open sockets to the reader's own machine, and say which page it is. Foxglove's
/// pages, its desktop program, pages of this machine and programs that are no browser may; pages of other sites would spy.
/// </summary>
/// <remarks>"null" is refused: it is how a browser names a page that hides where it came from, which any site can do with a sandboxed frame.</remarks>
internal static class OriginRule
{
    private const string Foxglove = "foxglove.dev";

    // What a desktop program built on a browser names, whose pages lie on the reader's own disk.
    private const string Desktop = "file://";

    /// <summary>Whether a request with this "Origin" may be answered; null where there is none.</summary>
    public static bool Allows(string? origin)
    {
        if (origin is null or Desktop)
        {
            return true;
        }

        if (!Uri.TryCreate(origin, UriKind.Absolute, out Uri? page))
        {
            return false;
        }

        bool secure = page.Scheme == Uri.UriSchemeHttps;
        return (secure && (page.Host == Foxglove || page.Host.EndsWith("." + Foxglove, StringComparison.Ordinal)))
            || ((secure || page.Scheme == Uri.UriSchemeHttp) && page.IsLoopback);
    }
}
