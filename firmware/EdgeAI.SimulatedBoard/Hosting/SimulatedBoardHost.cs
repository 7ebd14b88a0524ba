using EdgeAI.Device.Application;
using EdgeAI.Device.Configuration;
using EdgeAI.Device.Time;

namespace EdgeAI.SimulatedBoard.Hosting;

/// <summary>
/// Runs a board's own program on .NET: the application that a microcontroller runs, over simulated chips, behind a line that gives a robot the same bytes as a real
/// board's. Restarts it as a microcontroller restarts, with its memory kept.
/// </summary>
public sealed class SimulatedBoardHost : IDisposable
{
    private static readonly TimeSpan ShortestRest = TimeSpan.FromMilliseconds(1);

    // As long as a microcontroller takes to boot: one that fails at its start must not spin.
    private static readonly TimeSpan RestartRest = TimeSpan.FromMilliseconds(200);

    private readonly BoardImage _image;
    private readonly SimulatedPlatform _platform;
    private readonly IBoardStore _store;
    private readonly IHostParts? _parts;
    private readonly IClock _clock;
    private readonly ManualResetEvent _stop = new(false);
    private readonly Thread _thread;
    private readonly object _gate = new();
    private FrameTotals _endedRuns;

    /// <summary>Makes a host; <see cref="Start"/> starts it.</summary>
    /// <param name="image">What would be compiled into the firmware.</param>
    /// <param name="serialNumber">What tells this board from every other.</param>
    /// <param name="buses">Gives the simulated chips of a configuration; called at each start of the board, which switches no chip off.</param>
    /// <param name="line">The line to whoever reads the board; owned by the host from now on.</param>
    /// <param name="store">The memory that survives a restart.</param>
    /// <param name="parts">What the host has beside chips; null for nothing.</param>
    /// <param name="clock">The board's clock.</param>
    public SimulatedBoardHost(
        BoardImage image,
        string serialNumber,
        Func<BoardConfiguration, IBoardBuses> buses,
        IHostLine line,
        IBoardStore store,
        IHostParts? parts,
        IClock clock)
    {
        _image = image;
        _platform = new SimulatedPlatform(serialNumber, buses, line);
        _store = store;
        _parts = parts;
        _clock = clock;
        _thread = new Thread(Run) { Name = $"edgeai-board-{serialNumber}", IsBackground = true };
    }

    /// <summary>Starts that the board has made.</summary>
    public int Starts { get; private set; }

    /// <summary>Whether the lamp that makes the board seen is lit.</summary>
    public bool IsLampLit => _platform.IsLampLit;

    /// <summary>What the board's streams made over all of its starts, and what of it did not reach the line.</summary>
    public FrameTotals Totals
    {
        get
        {
            lock (_gate)
            {
                return _endedRuns + Of(Application) + new FrameTotals(0, _platform.ReadingsLost, 0);
            }
        }
    }

    /// <summary>The running program, with its streams' accounts; null before the first start. Read its counts, do not step it.</summary>
    public BoardApplication? Application { get; private set; }

    /// <summary>What ended the last run that ended by itself; null for none.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>Switches the board on.</summary>
    public void Start() => _thread.Start();

    /// <summary>Switches the board off after the step that it is in.</summary>
    public void Stop()
    {
        _stop.Set();
        if (_thread.IsAlive)
        {
            _thread.Join();
        }

        _platform.Close();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_thread.IsAlive)
        {
            Stop();
        }

        _platform.Dispose();
        _stop.Dispose();
    }

    private void Run()
    {
        while (!_stop.WaitOne(TimeSpan.Zero))
        {
            BoardApplication application = new(_image, _platform, _store, _parts, _clock);
            _platform.BeginRun();
            try
            {
                application.Start();
                lock (_gate)
                {
                    _endedRuns += Of(Application);
                    Application = application;
                }

                Starts++;
                RunUntilRestart(application);
            }
            catch (Exception failure) when (failure is not OutOfMemoryException)
            {
                // As on the microcontroller: what failed is recorded, the board restarts, and the next start tells it.
                Failure = failure;
                application.Crash(failure.GetType().Name + ": " + failure.Message);
            }

            _platform.EndRun();
            _stop.WaitOne(RestartRest);
        }
    }

    private static FrameTotals Of(BoardApplication? application) =>
        application is null ? default : FrameTotals.Of(application.Streams) + new FrameTotals(0, application.Queue.DroppedReadings, 0);

    private void RunUntilRestart(BoardApplication application)
    {
        while (!_platform.IsRestarting)
        {
            // The wait has a resolution of a millisecond; due times have a fixed phase, so a late step does not drift.
            long untilDue = application.Step();
            TimeSpan rest = TimeSpan.FromMilliseconds(untilDue / 1_000_000);
            if (_stop.WaitOne(rest < ShortestRest ? ShortestRest : rest))
            {
                return;
            }
        }
    }
}
