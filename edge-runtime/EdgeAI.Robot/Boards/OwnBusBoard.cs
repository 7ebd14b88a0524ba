using EdgeAI.Device.Board;
using EdgeAI.SimulatedBoard.Hosting;

namespace EdgeAI.Robot.Boards;

/// <summary>Runs the sampling loop of a bus that the robot owns, on a thread of its own: the loop that a microcontroller runs.</summary>
internal sealed class OwnBusBoard : IHostedBoard
{
    private readonly BoardCore _core;
    private readonly ManualResetEvent _stop = new(false);
    private readonly Thread _thread;

    public OwnBusBoard(ushort number, string name, BoardCore core, IReadOnlyList<SampledStream> streams)
    {
        Number = number;
        Streams = streams;
        _core = core;
        _thread = new Thread(Run) { Name = $"edgeai-board-{name}", IsBackground = true };
    }

    /// <inheritdoc/>
    public ushort Number { get; }

    /// <inheritdoc/>
    public IReadOnlyList<SampledStream> Streams { get; }

    /// <summary>The loop's own: its link is memory, and nothing is dropped behind it.</summary>
    public FrameTotals Totals => FrameTotals.Of(Streams);

    /// <inheritdoc/>
    public Exception? Failure { get; private set; }

    /// <inheritdoc/>
    public void Start() => _thread.Start();

    /// <inheritdoc/>
    public void Stop()
    {
        _stop.Set();
        if (_thread.IsAlive)
        {
            _thread.Join();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _stop.Dispose();

    private void Run()
    {
        try
        {
            _core.Start();
            TimeSpan rest;
            do
            {
                // The wait has a resolution of a millisecond; due times have a fixed phase, so a late step does not drift.
                long untilDue = _core.Step();
                rest = TimeSpan.FromMilliseconds(Math.Clamp(untilDue / 1_000_000, 1, 100));
            }
            while (!_stop.WaitOne(rest));
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            // A defect in one board's driver must not end the robot: the run sees it, reports it, and goes down in order.
            Failure = failure;
        }
    }
}
