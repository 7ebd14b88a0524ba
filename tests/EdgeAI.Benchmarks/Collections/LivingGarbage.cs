namespace EdgeAI.Benchmarks.Collections;

/// <summary>What a gateway keeps for a while: pieces of a record's size that live for seconds, so that a collection finds something to move.</summary>
internal sealed class LivingGarbage : IDisposable
{
    private const int PieceBytes = 256;
    private const int Kept = 20_000;

    private readonly Thread _thread;
    private volatile bool _stopping;

    /// <summary>Begins.</summary>
    /// <param name="megabytesPerSecond">How much comes and goes.</param>
    public LivingGarbage(int megabytesPerSecond)
    {
        _thread = new Thread(() =>
        {
            Queue<object[]> kept = new();
            while (!_stopping)
            {
                for (int piece = 0; piece < megabytesPerSecond * 10_000 / PieceBytes; piece++)
                {
                    kept.Enqueue([new byte[PieceBytes], new object()]);
                    if (kept.Count > Kept)
                    {
                        kept.Dequeue();
                    }
                }

                Thread.Sleep(10);
            }
        })
        { Name = "records", IsBackground = true };
        _thread.Start();
    }

    public void Dispose()
    {
        _stopping = true;
        _thread.Join();
    }
}
