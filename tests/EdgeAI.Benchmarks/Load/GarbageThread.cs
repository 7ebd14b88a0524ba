namespace EdgeAI.Benchmarks.Load;

/// <summary>The rest of a robot's process: allocates at a steady rate, so that collections happen as they do beside a gateway.</summary>
internal sealed class GarbageThread : IDisposable
{
    private readonly Thread _thread;
    private volatile bool _stopping;

    public GarbageThread(int megabytesPerSecond)
    {
        _thread = new Thread(() =>
        {
            byte[][] kept = new byte[64][];
            for (long round = 0; !_stopping; round++)
            {
                for (int piece = 0; piece < megabytesPerSecond * 10; piece++)
                {
                    kept[(round + piece) % kept.Length] = new byte[1024];
                }

                Thread.Sleep(10);
            }
        })
        { Name = "garbage", IsBackground = true };
        _thread.Start();
    }

    public void Dispose()
    {
        _stopping = true;
        _thread.Join();
    }
}
