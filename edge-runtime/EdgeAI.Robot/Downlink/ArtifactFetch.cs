using EdgeAI.Gateway.Downlink.Artifacts;
using EdgeAI.Gateway.Identity;
using EdgeAI.Records;

namespace EdgeAI.Robot.Downlink;

/// <summary>Fetches artifacts from the gateway, resumed over broken connections and over the robot's own restarts, until the command's time is over.</summary>
/// <param name="folder">Where they are put together.</param>
/// <param name="host">The host at which the robot reaches its gateway.</param>
/// <param name="client">Makes the requests.</param>
/// <param name="tls">What the client speaks TLS with; nothing without.</param>
/// <param name="minimumFreeBytes">What stays free on the disk.</param>
/// <param name="time">The clock.</param>
internal sealed class ArtifactFetch(string folder, string host, HttpClient client, TlsClient? tls, long minimumFreeBytes, TimeProvider time)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    /// <summary>A client for artifacts of a gateway: follows no redirect by itself, and shows the robot's certificate where the gateway asks for it.</summary>
    public static HttpClient ClientFor(TlsClient? tls)
    {
        SocketsHttpHandler handler = new() { AllowAutoRedirect = false, UseCookies = false };
        if (tls is not null)
        {
            handler.SslOptions = tls.ForSsl();
        }

        return new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>Fetches one.</summary>
    /// <param name="order">What.</param>
    /// <param name="untilUtcNanoseconds">When it is given up.</param>
    /// <param name="stop">Ends it; what came stays.</param>
    /// <returns>The verified file's path, or why there is none.</returns>
    public async Task<(string? Path, HandlerResult Failure)> RunAsync(ArtifactOrder order, long untilUtcNanoseconds, CancellationToken stop)
    {
        string staging = Path.Combine(folder, "staging");
        Directory.CreateDirectory(staging);

        // A robot takes one artifact at a time: what another order left behind is not wanted any more.
        foreach (string old in Directory.EnumerateFiles(staging).Where(file => !Path.GetFileName(file).StartsWith(order.Sha256, StringComparison.Ordinal)).ToArray())
        {
            File.Delete(old);
        }

        ArtifactDownload download = new(client)
        {
            Url = order.UrlAt(host),
            Bytes = order.Bytes,
            Sha256 = order.Sha256,
            ChunkBytes = order.ChunkBytes,
            MinimumFreeBytes = minimumFreeBytes,
            Path = Path.Combine(staging, order.Sha256),
            AllowedHosts = [host],
            Tls = tls,
        };
        for (TimeSpan pause = FirstPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            DownloadEnd end = await download.TryAsync(stop).ConfigureAwait(false);
            if (end == DownloadEnd.Complete)
            {
                return (download.Path, default);
            }

            if (end != DownloadEnd.Broken || (time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * 100 >= untilUtcNanoseconds)
            {
                return (null, HandlerResult.Failed(ReasonOf(end), download.Problem));
            }

            await Task.Delay(pause, time, stop).ConfigureAwait(false);
        }
    }

    private static CommandReason ReasonOf(DownloadEnd end) => end switch
    {
        DownloadEnd.WrongHash => CommandReason.WrongHash,
        DownloadEnd.WrongLength => CommandReason.WrongLength,
        DownloadEnd.NoRoom => CommandReason.NoRoom,
        _ => CommandReason.DownloadFailed,
    };
}
