using System.Security.Cryptography;
using EdgeAI.Device.Application;
using EdgeAI.Device.Configuration;
using EdgeAI.Device.Wire;

namespace EdgeAI.SimulatedBoard.Hosting;

/// <summary>What a host gives the application of a simulated board in place of a microcontroller.</summary>
internal sealed class SimulatedPlatform : IBoardPlatform, IDisposable
{
    private const int LookMilliseconds = 5;

    // A reader that takes nothing for this long is taken for one that is gone: its frames would be of no use to it.
    private const int PatienceMilliseconds = 200;

    private readonly Func<BoardConfiguration, IBoardBuses> _buses;
    private readonly IHostLine _line;
    private readonly Thread _pump;
    private readonly byte[] _leftover = new byte[FrameLayout.MaxLinkLength];
    private volatile SendQueue? _queue;
    private volatile bool _closing;
    private bool _startedBefore;
    private long _readingsLost;

    public SimulatedPlatform(string serialNumber, Func<BoardConfiguration, IBoardBuses> buses, IHostLine line)
    {
        SerialNumber = serialNumber;
        _buses = buses;
        _line = line;
        _pump = new Thread(Pump) { Name = $"edgeai-line-{serialNumber}", IsBackground = true };
        _pump.Start();
    }

    /// <inheritdoc/>
    public string SerialNumber { get; }

    /// <inheritdoc/>
    public bool StartedByPowerOn => !_startedBefore;

    /// <inheritdoc/>
    public ushort Chance => (ushort)RandomNumberGenerator.GetInt32(ushort.MaxValue + 1);

    /// <inheritdoc/>
    public long FreeBytes => 0;

    /// <summary>Whether the program asked to be restarted.</summary>
    public bool IsRestarting { get; private set; }

    public bool IsLampLit { get; private set; }

    /// <summary>Frames of sensors' streams that the reader did not take in time, or that a restart found waiting.</summary>
    public long ReadingsLost => Interlocked.Read(ref _readingsLost);

    public void BeginRun() => IsRestarting = false;

    public void EndRun() => _startedBefore = true;

    /// <inheritdoc/>
    public IBoardBuses OpenBuses(BoardConfiguration configuration) => _buses(configuration);

    /// <inheritdoc/>
    public IByteSource OpenLink(LinkConfiguration link, SendQueue queue)
    {
        SendQueue? before = _queue;
        _queue = queue;
        int count;
        while (before is not null && (count = before.Take(_leftover)) > 0)
        {
            CountLost(_leftover, count);
        }

        return _line;
    }

    /// <inheritdoc/>
    public void SetLamp(int pin, bool lit) => IsLampLit = lit;

    /// <summary>A host's threads do not hang as a microcontroller's loop can: nothing is armed.</summary>
    public void StartWatchdog(int milliseconds)
    {
    }

    /// <inheritdoc/>
    public void FeedWatchdog()
    {
    }

    /// <inheritdoc/>
    public void Restart() => IsRestarting = true;

    /// <summary>Ends the pump after what waits has gone out, as far as somebody reads it.</summary>
    public void Close()
    {
        _closing = true;
        _pump.Join();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Close();
        _line.Dispose();
    }

    private void CountLost(byte[] frame, int count)
    {
        if (SendQueue.IsReading(frame, count))
        {
            Interlocked.Increment(ref _readingsLost);
        }
    }

    private void Pump()
    {
        byte[] frame = new byte[FrameLayout.MaxLinkLength];
        int patience = PatienceMilliseconds;
        while (true)
        {
            bool closing = _closing;
            SendQueue? queue = _queue;
            if (queue is null)
            {
                if (closing)
                {
                    return;
                }

                Thread.Sleep(LookMilliseconds);
                continue;
            }

            queue.SetClosed(!_line.IsConnected);
            int count = queue.Take(frame);
            if (count > 0)
            {
                bool taken = _line.Write(frame.AsSpan(0, count), patience);
                if (!taken)
                {
                    CountLost(frame, count);
                }

                // At the end a reader that is gone is waited for once, and not once for each frame.
                patience = taken || !closing ? PatienceMilliseconds : 0;
            }
            else if (closing)
            {
                return;
            }
            else
            {
                queue.Wait(LookMilliseconds);
            }
        }
    }
}
