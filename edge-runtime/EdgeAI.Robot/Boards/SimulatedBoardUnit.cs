using EdgeAI.Device.Board;
using EdgeAI.SimulatedBoard.Hosting;

namespace EdgeAI.Robot.Boards;

/// <summary>A simulated board in this process, as the run's display and ledger see it.</summary>
/// <param name="number">The board's number on its robot.</param>
/// <param name="host">Runs the board's program.</param>
internal sealed class SimulatedBoardUnit(ushort number, SimulatedBoardHost host) : IHostedBoard
{
    /// <inheritdoc/>
    public ushort Number => number;

    /// <inheritdoc/>
    public IReadOnlyList<SampledStream> Streams => host.Application?.Streams ?? [];

    /// <inheritdoc/>
    public FrameTotals Totals => host.Totals;

    /// <inheritdoc/>
    public Exception? Failure => host.Failure;

    /// <inheritdoc/>
    public void Start() => host.Start();

    /// <inheritdoc/>
    public void Stop() => host.Stop();

    /// <inheritdoc/>
    public void Dispose() => host.Dispose();
}
