namespace EdgeAI.Gateway.Uplinks;

/// <summary>Wakes one waiting loop; signals that come while it is awake are merged into one.</summary>
internal sealed class WakeSignal
{
    private readonly object _gate = new();
    private TaskCompletionSource? _waiter;
    private bool _set;

    public void Set()
    {
        TaskCompletionSource? waiter;
        lock (_gate)
        {
            _set = true;
            waiter = _waiter;
        }

        waiter?.TrySetResult();
    }

    /// <summary>Waits for a signal, or for the time to pass: false then.</summary>
    public async Task<bool> WaitAsync(TimeSpan timeout, TimeProvider time, CancellationToken cancellation)
    {
        TaskCompletionSource waiter = new(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (_set)
            {
                _set = false;
                return true;
            }

            _waiter = waiter;
        }

        try
        {
            await waiter.Task.WaitAsync(timeout, time, cancellation).ConfigureAwait(false);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
        finally
        {
            lock (_gate)
            {
                _waiter = null;
                _set = false;
            }
        }
    }
}
