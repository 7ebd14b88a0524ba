using EdgeAI.Device.Board;

namespace EdgeAI.Robot.Boards;

/// <summary>A board whose program runs in this process: on a bus that the robot owns, or on simulated chips.</summary>
internal interface IHostedBoard : IDisposable
{
    /// <summary>The board's number on its robot.</summary>
    ushort Number { get; }

    /// <summary>The streams with the sampling loop's own counts.</summary>
    IReadOnlyList<SampledStream> Streams { get; }

    /// <summary>Frames that left the loop and gave way, or found no reader, before they reached the link.</summary>
    long DroppedBehindTheLoop { get; }

    /// <summary>What ended the board's thread, if anything but <see cref="Stop"/> did.</summary>
    Exception? Failure { get; }

    /// <summary>Starts the board's thread.</summary>
    void Start();

    /// <summary>Ends the thread after the step that it is in, and what waits has left.</summary>
    void Stop();
}
