namespace EdgeAI.City;

/// <summary>
/// Pauses with full jitter: each is drawn between nothing and a bound that doubles from attempt to attempt, so that several receivers that lost
/// the same broker or database do not come back in the same instant.
/// </summary>
internal sealed class Backoff(TimeSpan initial, TimeSpan maximum, TimeProvider time)
{
    private int _attempts;

    /// <summary>Waits for the next pause.</summary>
    public async Task WaitAsync(CancellationToken cancellation)
    {
        double bound = Math.Min(initial.TotalSeconds * Math.Pow(2, _attempts++), maximum.TotalSeconds);
        await Task.Delay(TimeSpan.FromSeconds(bound * Random.Shared.NextDouble()), time, cancellation).ConfigureAwait(false);
    }

    /// <summary>What was waited for is there again.</summary>
    public void Reset() => _attempts = 0;
}
