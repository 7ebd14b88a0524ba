namespace EdgeAI.Perception.Images;

/// <summary>Threads that wait for work in bands. The caller does the first band itself; nothing is allocated per run.</summary>
internal sealed class BandThreads : IDisposable
{
    private readonly Action<int> _work;
    private readonly SemaphoreSlim[] _starts;
    private readonly SemaphoreSlim _done = new(0);
    private readonly Thread[] _threads;
    private volatile bool _isStopped;

    /// <summary>Starts the threads.</summary>
    /// <param name="bands">Bands, 2 or more: one thread fewer.</param>
    /// <param name="work">Does one band and throws nothing.</param>
    public BandThreads(int bands, Action<int> work)
    {
        _work = work;
        _starts = [.. Enumerable.Range(1, bands - 1).Select(static _ => new SemaphoreSlim(0))];
        _threads = [.. Enumerable.Range(1, bands - 1).Select(band => new Thread(() => Serve(band)) { IsBackground = true, Name = $"image band {band}" })];
        foreach (Thread thread in _threads)
        {
            thread.Start();
        }
    }

    /// <summary>Does all bands and returns when the last is done.</summary>
    public void Run()
    {
        foreach (SemaphoreSlim start in _starts)
        {
            start.Release();
        }

        _work(0);
        foreach (Thread _ in _threads)
        {
            _done.Wait();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _isStopped = true;
        foreach (SemaphoreSlim start in _starts)
        {
            start.Release();
        }

        foreach (Thread thread in _threads)
        {
            thread.Join();
        }

        Array.ForEach(_starts, static start => start.Dispose());
        _done.Dispose();
    }

    private void Serve(int band)
    {
        while (true)
        {
            _starts[band - 1].Wait();
            if (_isStopped)
            {
                return;
            }

            _work(band);
            _done.Release();
        }
    }
}
