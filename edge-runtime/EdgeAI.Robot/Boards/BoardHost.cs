using EdgeAI.Device.Board;

namespace EdgeAI.Robot.Boards;

/// <summary>Runs one board's sampling loop on a thread of its own: the loop that a microcontroller runs, hosted on the robot.</summary>
internal sealed class BoardHost : IDisposable
{
    private readonly BoardCore _core;
    private readonly AutoResetEvent _wake = new(false);
    private readonly Thread _thread;
    private volatile bool _stopping;

    public BoardHost(ushort number, string name, BoardCore core, IReadOnlyList<SampledStream> streams)
    {
        Number = number;
        Name = name;
        Streams = streams;
        _core = core;
        _thread = new Thread(Run) { Name = $"edgeai-board-{name}", IsBackground = true };
    }

    /// <summary>The board's number on its robot.</summary>
    public ushort Number { get; }

    /// <summary>The board's name in the profile.</summary>
    public string Name { get; }

    /// <summary>The streams with the sampling loop's own counts.</summary>
    public IReadOnlyList<SampledStream> Streams { get; }

    /// <summary>What ended the thread, if anything but <see cref="Stop"/> did.</summary>
    public Exception? Failure { get; private set; }

    public void Start() => _thread.Start();

    /// <summary>Has the board look at its link at once: the robot said something. May be called from any thread.</summary>
    public void Wake() => _wake.Set();

    /// <summary>Ends the loop after the step it is in.</summary>
    public void Stop()
    {
        _stopping = true;
        _wake.Set();
        _thread.Join();
    }

    public void Dispose() => _wake.Dispose();

    private void Run()
    {
        try
        {
            _core.Start();
            while (!_stopping)
            {
                // The wait has a resolution of a millisecond; due times have a fixed phase, so a late step does not drift.
                long untilDue = _core.Step();
                _wake.WaitOne(TimeSpan.FromMilliseconds(Math.Clamp(untilDue / 1_000_000, 1, 100)));
            }
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            // A defect in one board's driver must not end the robot: the run sees it, reports it, and goes down in order.
            Failure = failure;
        }
    }
}
