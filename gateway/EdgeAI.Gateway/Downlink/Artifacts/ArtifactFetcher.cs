using EdgeAI.Gateway.Uplinks;
using EdgeAI.Records;

namespace EdgeAI.Gateway.Downlink.Artifacts;

/// <summary>Fetches what announced rollouts need, one after another, and moves rollouts on.</summary>
internal sealed class ArtifactFetcher : IDisposable
{
    private readonly DownlinkOptions _options;
    private readonly ArtifactStore _store;
    private readonly RolloutDesk _rollouts;
    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { Timeout = Timeout.InfiniteTimeSpan };
    private readonly Backoff _backoff;

    public ArtifactFetcher(DownlinkOptions options, ArtifactStore store, RolloutDesk rollouts)
    {
        _options = options;
        _store = store;
        _rollouts = rollouts;
        _backoff = new Backoff(options.Artifacts.InitialBackoff, options.Artifacts.MaximumBackoff, null);
    }

    /// <summary>What last went wrong; empty if nothing did.</summary>
    public string LastError { get; private set; } = "";

    /// <summary>Tries the oldest rollout that waits for its artifact.</summary>
    /// <returns>How long to wait before the next try; zero if something moved.</returns>
    public async Task<TimeSpan> StepAsync(CancellationToken stop)
    {
        List<Rollout> open = _rollouts.Open();
        HashSet<string> needed = [.. open.Select(static rollout => rollout.Manifest.Sha256)];
        _store.Sweep(needed);
        if (open.Where(static rollout => rollout.Phase == RolloutPhase.Fetching).MinBy(static rollout => rollout.Since) is not { } rollout)
        {
            return _options.Period;
        }

        ArtifactManifest manifest = rollout.Manifest;
        if (_store.TryFind(manifest.Sha256, out _))
        {
            _rollouts.Fetched(rollout, CommandReason.None, "");
            return TimeSpan.Zero;
        }

        if (!_store.TryMakeRoom(manifest.Bytes, _options.Artifacts.MaximumStoreBytes, needed))
        {
            _rollouts.Fetched(rollout, CommandReason.NoRoom, $"{manifest.Bytes} bytes more would pass the {_options.Artifacts.MaximumStoreBytes} that artifacts may take");
            return TimeSpan.Zero;
        }

        ArtifactDownload download = new(_client)
        {
            Url = new Uri(manifest.Url),
            Bytes = manifest.Bytes,
            Sha256 = manifest.Sha256,
            Path = _store.StagingPathOf(manifest.Sha256),
            ChunkBytes = manifest.ChunkBytes,
            MinimumFreeBytes = _options.Artifacts.MinimumFreeBytes,
            StallTimeout = _options.Artifacts.StallTimeout,
            AllowedHosts = _options.Artifacts.AllowedHosts,
        };
        return Settle(rollout, await download.TryAsync(stop).ConfigureAwait(false), download);
    }

    public void Dispose() => _client.Dispose();

    private TimeSpan Settle(Rollout rollout, DownloadEnd end, ArtifactDownload download)
    {
        LastError = end == DownloadEnd.Complete ? "" : download.Problem;
        if (end == DownloadEnd.Complete)
        {
            _store.Adopt(rollout.Manifest.Sha256);
            _rollouts.Fetched(rollout, CommandReason.None, "");
            _backoff.Reset();
            return TimeSpan.Zero;
        }

        if (end == DownloadEnd.Broken && Utc.Nanoseconds(_options.Time) - rollout.Since < CommandJournal.Nanoseconds(_options.Artifacts.FetchTimeout))
        {
            if (download.Received > 0)
            {
                // It goes on: who gives some of it each time is not to be waited for longer and longer.
                _backoff.Reset();
            }

            return _backoff.Next();
        }

        CommandReason reason = end switch
        {
            DownloadEnd.WrongHash => CommandReason.WrongHash,
            DownloadEnd.WrongLength => CommandReason.WrongLength,
            DownloadEnd.NoRoom => CommandReason.NoRoom,
            _ => CommandReason.DownloadFailed,
        };
        _rollouts.Fetched(rollout, reason, download.Problem);
        return TimeSpan.Zero;
    }
}
