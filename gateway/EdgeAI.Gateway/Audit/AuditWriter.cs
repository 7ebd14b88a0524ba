using System.Text;
using EdgeAI.Gateway.Uplinks.Lanes;
using EdgeAI.Records.Proof;

namespace EdgeAI.Gateway.Audit;

/// <summary>
/// Stores what the trail holds as records of kind 6, which are never dropped: so at a pace that no flood can raise. What must wait is counted on
/// meanwhile.
/// </summary>
internal sealed class AuditWriter : IAsyncDisposable
{
    /// <summary>How often it looks, and so the most that a note waits while few come.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    /// <summary>How many entries may be stored at once, of outsiders and of the gateway's own.</summary>
    public const int Burst = 64;

    // Ten thousand a day are some 2 MB: a week without an upstream is no burden.
    private const double PerSecond = 0.1;

    private readonly AuditTrail _trail;
    private readonly Func<ReadOnlyMemory<byte>, Task<bool>> _store;
    private readonly TimeProvider _time;
    private readonly long _began;
    private readonly TokenBucket _outside = new(PerSecond, Burst);
    private readonly TokenBucket _own = new(PerSecond, Burst);
    private readonly SemaphoreSlim _turn = new(1);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;

    /// <param name="trail">What happened.</param>
    /// <param name="store">Stores a body; false when the spool would not take it, and may later.</param>
    /// <param name="time">The clock.</param>
    public AuditWriter(AuditTrail trail, Func<ReadOnlyMemory<byte>, Task<bool>> store, TimeProvider time)
    {
        _trail = trail;
        _store = store;
        _time = time;
        _began = time.GetTimestamp();
        _running = RunAsync();
    }

    /// <summary>Stores what waits.</summary>
    /// <param name="hurries">Whether the pace does not count: nobody comes back for it.</param>
    public async Task DrainAsync(bool hurries)
    {
        await _turn.WaitAsync().ConfigureAwait(false);
        try
        {
            _ = await DrainAsync(false, _own, hurries).ConfigureAwait(false) && await DrainAsync(true, _outside, hurries).ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Stores what waits, and stores nothing further.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(false);
        await DrainAsync(hurries: true).ConfigureAwait(false);
        _stop.Dispose();
        _turn.Dispose();
    }

    private async Task RunAsync()
    {
        using PeriodicTimer timer = new(Period, _time);
        try
        {
            while (await timer.WaitForNextTickAsync(_stop.Token).ConfigureAwait(false))
            {
                await DrainAsync(hurries: false).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // The end.
        }
    }

    // False when the spool takes nothing for now.
    private async Task<bool> DrainAsync(bool ofOutsiders, TokenBucket pace, bool hurries)
    {
        TimeSpan now = _time.GetElapsedTime(_began);
        while ((hurries || pace.IsReady(now)) && _trail.TryTake(ofOutsiders, out AuditTally tally))
        {
            if (!await _store(BodyOf(tally)).ConfigureAwait(false))
            {
                _trail.PutBack(tally);
                return false;
            }

            pace.Take(1, now);
        }

        return true;
    }

    private static byte[] BodyOf(in AuditTally tally)
    {
        AuditEntry entry = new()
        {
            Subject = tally.Note.Subject,
            Outcome = tally.Note.Outcome,
            Count = tally.Count,
            SinceUtcNanoseconds = tally.SinceUtcNanoseconds,
            Actor = Encoding.ASCII.GetBytes(tally.Note.Actor),
            Text = Encoding.UTF8.GetBytes(tally.Note.Text),
        };
        byte[] body = new byte[entry.EncodedLength];
        entry.Write(body);
        return body;
    }
}
