using EdgeAI.Gateway.Uplinks;
using EdgeAI.Records;

namespace EdgeAI.Gateway.Downlink.Artifacts;

/// <summary>Fetches what announced rollouts need, in turns, so that an artifact that cannot be had holds up no other; moves rollouts on.</summary>
internal sealed class ArtifactFetcher : IDisposable
{
    private readonly DownlinkOptions _options;
    private readonly ArtifactStore _store;
    private readonly RolloutDesk _rollouts;
    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { Timeout = Timeout.InfiniteTimeSpan };
    private readonly Dictionary<CommandId, Turn> _turns = [];

    public ArtifactFetcher(DownlinkOptions options, ArtifactStore store, RolloutDesk rollouts)
    {
        _options = options;
        _store = store;
        _rollouts = rollouts;
    }

    /// <summary>What last went wrong; empty if nothing did.</summary>
    public string LastError { get; private set; } = "";

    /// <summary>Tries the rollout whose turn it is.</summary>
    /// <returns>How long to wait before the next try; zero if something moved.</returns>
    public async Task<TimeSpan> StepAsync(CancellationToken stop)
    {
        List<Rollout> open = _rollouts.Open();
        HashSet<string> needed = [.. open.Select(static rollout => rollout.Manifest.Sha256)];
        _store.Sweep(needed);
        Rollout[] fetching = [.. open.Where(static rollout => rollout.Phase == RolloutPhase.Fetching)];
        foreach (CommandId over in _turns.Keys.Except(fetching.Select(static rollout => rollout.Id)).ToArray())
        {
            _turns.Remove(over);
        }

        if (fetching.Length == 0)
        {
            LastError = "";
            return _options.Period;
        }

        foreach (Rollout each in fetching)
        {
            _turns.TryAdd(each.Id, new Turn(_options, each.Since));
        }

        Rollout rollout = fetching.MinBy(each => (_turns[each.Id].Pause(_options.Time), _turns[each.Id].Last))!;
        Turn turn = _turns[rollout.Id];
        if (turn.Pause(_options.Time) is var pause && pause > TimeSpan.Zero)
        {
            return pause < _options.Period ? pause : _options.Period;
        }

        turn.Last = _options.Time.GetTimestamp();
        return await FetchAsync(rollout, turn, fetching.Length > 1, needed, stop).ConfigureAwait(false);
    }

    public void Dispose() => _client.Dispose();

    private async Task<TimeSpan> FetchAsync(Rollout rollout, Turn turn, bool othersWait, HashSet<string> needed, CancellationToken stop)
    {
        ArtifactManifest manifest = rollout.Manifest;
        if (_store.TryFind(manifest.Sha256, out _))
        {
            _rollouts.Fetched(rollout, CommandReason.None, "");
            return TimeSpan.Zero;
        }

        TimeSpan left = _options.Artifacts.FetchTimeout - TimeSpan.FromMicroseconds(rollout.Elapsed / 1000);
        if (left <= TimeSpan.Zero)
        {
            _rollouts.Fetched(rollout, CommandReason.DownloadFailed, $"not fetched within {_options.Artifacts.FetchTimeout.TotalSeconds:0.#} s{(turn.Problem.Length > 0 ? $": {turn.Problem}" : "")}");
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
        TimeSpan limit = othersWait && _options.Artifacts.TurnTime < left ? _options.Artifacts.TurnTime : left;
        return Settle(rollout, turn, await TryAsync(rollout, download, limit, stop).ConfigureAwait(false), download);
    }

    /// <summary>One try, which ends with its time, or with the rollout; null where one of them ended it.</summary>
    private async Task<DownloadEnd?> TryAsync(Rollout rollout, ArtifactDownload download, TimeSpan limit, CancellationToken stop)
    {
        using CancellationTokenSource bound = CancellationTokenSource.CreateLinkedTokenSource(stop);
        bound.CancelAfter(limit);
        Task<DownloadEnd> running = download.TryAsync(bound.Token);
        while (await Task.WhenAny(running, Task.Delay(_options.Period, _options.Time, bound.Token)).ConfigureAwait(false) != running && !bound.IsCancellationRequested)
        {
            if (!_rollouts.IsFetching(rollout.Id))
            {
                await bound.CancelAsync().ConfigureAwait(false);
            }
        }

        try
        {
            return await running.ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return null;
        }
    }

    private TimeSpan Settle(Rollout rollout, Turn turn, DownloadEnd? end, ArtifactDownload download)
    {
        if (end == DownloadEnd.Complete)
        {
            LastError = "";
            _store.Adopt(rollout.Manifest.Sha256);
            _rollouts.Fetched(rollout, CommandReason.None, "");
            return TimeSpan.Zero;
        }

        if (end is null or DownloadEnd.Broken)
        {
            // A turn that was over is no failure; what its time was not enough for is told with the next one.
            LastError = turn.Problem = end is null ? turn.Problem : download.Problem;
            turn.Wait(_options.Time, hasCome: download.Received > 0);
            return TimeSpan.FromTicks(1);
        }

        LastError = download.Problem;
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

    /// <summary>When a rollout is tried next.</summary>
    private sealed class Turn(DownlinkOptions options, long since)
    {
        private readonly Backoff _backoff = new(options.Artifacts.InitialBackoff, options.Artifacts.MaximumBackoff, null);
        private TimeSpan _pause;

        /// <summary>When it was last tried; when it was announced before that, so that the oldest begins.</summary>
        public long Last { get; set; } = since - long.MaxValue;

        public string Problem { get; set; } = "";

        public TimeSpan Pause(TimeProvider time)
        {
            TimeSpan left = _pause == TimeSpan.Zero ? TimeSpan.Zero : _pause - time.GetElapsedTime(Last);
            return left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }

        public void Wait(TimeProvider time, bool hasCome)
        {
            if (hasCome)
            {
                // It goes on: who gives some of it each time is not to be waited for longer and longer.
                _backoff.Reset();
            }

            _pause = _backoff.Next();
            Last = time.GetTimestamp();
        }
    }
}
