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
    /// <summary>The board's voice, by which it makes itself seen; set before the board starts.</summary>
    public BoardControl? Control { get; set; }

    /// <inheritdoc/>
    public CommandResult Identify(int milliseconds)
    {
        // It has no light to blink: a line in the robot's output is what people see of it.
        Control?.Log(LogLevel.Warning, 0, "identify: this is the board that was asked to show itself");
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
