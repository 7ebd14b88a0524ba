using EdgeAI.Device.Board;
using EdgeAI.SimulatedBoard.Hosting;

namespace EdgeAI.Robot.Boards;

/// <summary>A board whose program runs in this process: on a bus that the robot owns, or on simulated chips.</summary>
internal interface IHostedBoard : IDisposable
{
    /// <summary>The board's number on its robot.</summary>
    ushort Number { get; }

    /// <summary>The streams with the sampling loop's own counts, since the board's latest start.</summary>
    IReadOnlyList<SampledStream> Streams { get; }

    /// <summary>What its streams made over all of its starts, and what of it did not reach the link.</summary>
    FrameTotals Totals { get; }

    /// <summary>What ended the board's thread, if anything but <see cref="Stop"/> did.</summary>
    Exception? Failure { get; }

    /// <summary>Starts the board's thread.</summary>
    void Start();

    /// <summary>Ends the thread after the step that it is in, and what waits has left.</summary>
    void Stop();
}
