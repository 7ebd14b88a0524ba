using EdgeAI.Device.Application;

namespace EdgeAI.SimulatedBoard.Hosting;

/// <summary>A host's end of the line between a simulated board and whoever reads it. Outlives the board's restarts.</summary>
public interface IHostLine : IByteSource, IDisposable
{
    /// <summary>How a robot's profile names the line: a device node, or host and port.</summary>
    string Name { get; }

    /// <summary>Whether somebody is at the other end, as far as the line can tell.</summary>
    bool IsConnected { get; }

    /// <summary>Writes all of the bytes, waiting for room at most for the time given; gives up, and drops the rest, when there is none.</summary>
    /// <returns>Whether all were written.</returns>
    bool Write(ReadOnlySpan<byte> bytes, int milliseconds);
}
