namespace EdgeAI.Robot.LiveView;

/// <summary>
/// Which web pages may open a live view: browsers let every page open sockets to the reader's own machine, and say which page it is. Foxglove's
/// pages, pages of this machine and programs that are no browser may; pages of other sites would spy.
/// </summary>
internal static class OriginRule
{
    private const string Foxglove = "foxglove.dev";

    /// <summary>Whether a request with this "Origin" may be answered; empty where there is none.</summary>
    public static bool Allows(string? origin)
    {
        if (string.IsNullOrEmpty(origin) || !Uri.TryCreate(origin, UriKind.Absolute, out Uri? page) || (page.Scheme != Uri.UriSchemeHttp && page.Scheme != Uri.UriSchemeHttps))
        {
            return true;
        }

        return page.IsLoopback || page.Host == Foxglove || page.Host.EndsWith("." + Foxglove, StringComparison.Ordinal);
    }
}
