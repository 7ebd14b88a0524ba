namespace EdgeAI.Gateway.Uplinks;

/// <summary>Connects to the preferred upstream beside the connection that serves, so that nothing stands still while it does not answer. For one thread.</summary>
internal sealed class PreferredProbe(Upstream preferred, Action changed, CancellationToken stop) : IAsyncDisposable
{
    private readonly CancellationTokenSource _end = CancellationTokenSource.CreateLinkedTokenSource(stop);
    private Task<(UpstreamConnection? Connection, string Reason)>? _attempt;

    /// <summary>Begins an attempt, unless one is being made.</summary>
    public void Start()
    {
        if (_attempt is null)
        {
            _attempt = preferred.TryConnectAsync(changed, _end.Token);
            _ = _attempt.ContinueWith(_ => changed(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }

    /// <summary>The connection, once it is there; it is the caller's then.</summary>
    public UpstreamConnection? Take()
    {
        if (_attempt is not { IsCompletedSuccessfully: true } attempt)
        {
            return null;
        }

        _attempt = null;
        return attempt.Result.Connection;
    }

    /// <summary>Gives up an attempt that nobody took.</summary>
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync().ConfigureAwait(false);
        if (_attempt is not null && (await _attempt.ConfigureAwait(false)).Connection is { } connection)
        {
            await connection.DisposeAsync().ConfigureAwait(false);
        }

        _end.Dispose();
    }
}
