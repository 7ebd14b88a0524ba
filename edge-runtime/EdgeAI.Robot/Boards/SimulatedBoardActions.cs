using EdgeAI.Device.Board;
using EdgeAI.Device.Drivers.Nau7802;
using EdgeAI.Device.Messages;

namespace EdgeAI.Robot.Boards;

/// <summary>
/// What a simulated board can be commanded to do: be seen, read a sensor less often, and tare a bridge. It has no power to cut and no
/// flash to write, and says so. Runs on the board's thread.
/// </summary>
/// <param name="fastest">The shortest period of each stream in microseconds, by stream: what its chip was configured for.</param>
internal sealed class SimulatedBoardActions(IReadOnlyDictionary<byte, uint> fastest) : IBoardActions
{
    private long _identified;

    /// <summary>How often the board was asked to make itself seen.</summary>
    public long Identified => Volatile.Read(ref _identified);

    /// <inheritdoc/>
    public CommandResult Identify(int milliseconds)
    {
        Volatile.Write(ref _identified, _identified + 1);
        return new CommandResult(CommandOutcome.Done, 0);
    }

    /// <inheritdoc/>
    public CommandResult Reset() => new(CommandOutcome.NotSupported, 0);

    /// <inheritdoc/>
    public CommandResult SetRate(SampledStream stream, uint periodMicroseconds) =>
        new(periodMicroseconds < fastest[stream.Number] ? CommandOutcome.OutOfRange : CommandOutcome.Done, 0);

    /// <inheritdoc/>
    public CommandResult Tare(SampledStream stream)
    {
        if (stream.Sensor is not Nau7802Sensor bridge)
        {
            return new CommandResult(CommandOutcome.NotSupported, 0);
        }

        return bridge.TareToLatestReading()
            ? new CommandResult(CommandOutcome.Done, 0)
            : new CommandResult(CommandOutcome.Failed, (uint)SensorStatus.NotReady);
    }

    /// <inheritdoc/>
    public CommandResult Calibrate(SampledStream stream, int reference, Scale scale) => new(CommandOutcome.NotSupported, 0);

    /// <inheritdoc/>
    public CommandResult UpdateConfiguration(Command piece) => new(CommandOutcome.NotSupported, 0);
}
