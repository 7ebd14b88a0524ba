using System.Threading;
using nanoFramework.Runtime.Native;

namespace EdgeAI.Firmware;

/// <summary>
/// Restarts a board whose loop stands still. nanoFramework gives C# no hardware watchdog, so a thread of the highest priority watches the loop's heartbeat; it acts
/// when managed code hangs, and not while a call into the native driver does.
/// </summary>
internal sealed class Supervisor
{
    private const int LooksPerPeriod = 4;
    private const int RebootMilliseconds = 500;

    private readonly object _gate = new object();
    private int _heartbeat;
    private int _milliseconds;

    /// <summary>Begins to watch.</summary>
    public void Start(int milliseconds)
    {
        _milliseconds = milliseconds;
        Thread thread = new Thread(Watch);
        thread.Priority = ThreadPriority.Highest;
        thread.Start();
    }

    /// <summary>The loop is alive.</summary>
    public void Feed()
    {
        lock (_gate)
        {
            _heartbeat++;
        }
    }

    private void Watch()
    {
        int seen = 0;
        int looks = 0;
        while (true)
        {
            Thread.Sleep(_milliseconds / LooksPerPeriod);
            int now;
            lock (_gate)
            {
                now = _heartbeat;
            }

            looks = now == seen ? looks + 1 : 0;
            seen = now;
            if (looks >= LooksPerPeriod)
            {
                Power.RebootDevice(RebootMilliseconds, RebootOption.NormalReboot);
            }
        }
    }
}
