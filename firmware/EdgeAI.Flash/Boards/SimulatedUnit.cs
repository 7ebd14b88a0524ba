using EdgeAI.Device.Application;
using EdgeAI.Device.Wire;
using EdgeAI.Firmware;
using EdgeAI.Profiles.Boards;
using EdgeAI.Profiles.Configuration;
using EdgeAI.Runtime.Time;
using EdgeAI.SimulatedBoard;
using EdgeAI.SimulatedBoard.Hosting;

namespace EdgeAI.Flash.Boards;

/// <summary>A board that is not there: the firmware's own application with the bytes that its firmware would carry, over simulated chips, behind a pseudo-terminal.</summary>
internal sealed class SimulatedUnit : IDisposable
{
    // A board has a clock of its own, that has run for a while.
    private const long UptimeNanoseconds = 5_000_000_000;

    private readonly SimulatedBoardHost _host;

    /// <summary>Switches a board on.</summary>
    /// <param name="board">Its profile.</param>
    /// <param name="serialNumber">What tells it from every other.</param>
    /// <param name="seed">Chooses what happens in its world.</param>
    public SimulatedUnit(BoardProfile board, string serialNumber, ulong seed)
    {
        MonotonicClock clock = new(UptimeNanoseconds);
        IHostLine line = OperatingSystem.IsLinux() ? new SerialHostLine() : new TcpHostLine(0);
        DataPort = line is TcpHostLine ? $"tcp:{line.Name}" : line.Name;
        BoardImage image = new(ConfigurationEncoder.Encode(board).Bytes, FirmwareVersion.Text, FrameFlags.Simulated);
        SimulatedHumanoid world = new(seed, clock);
        _host = new SimulatedBoardHost(image, serialNumber, configuration => new SimulatedBuses(world, board.Name, configuration), line, new MemoryStore(), null, clock);
        _host.Start();
    }

    /// <summary>Where its data link is.</summary>
    public string DataPort { get; }

    /// <inheritdoc/>
    public void Dispose() => _host.Dispose();
}
