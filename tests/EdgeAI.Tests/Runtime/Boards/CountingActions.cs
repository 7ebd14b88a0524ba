using EdgeAI.Device.Board;
using EdgeAI.Device.Messages;

namespace EdgeAI.Tests.Runtime.Boards;

/// <summary>Counts how often each command was done, told by its argument.</summary>
internal sealed class CountingActions : IBoardActions
{
    public int[] Identified { get; } = new int[ushort.MaxValue + 1];

    public int Resets { get; private set; }

    public CommandResult Identify(int milliseconds)
    {
        Identified[milliseconds]++;
        return new CommandResult(CommandOutcome.Done, 0);
    }

    public CommandResult Reset()
    {
        Resets++;
        return new CommandResult(CommandOutcome.Started, 0);
    }

    public CommandResult SetRate(SampledStream stream, uint periodMicroseconds) => new(CommandOutcome.Done, periodMicroseconds);

    public CommandResult Tare(SampledStream stream) => new(CommandOutcome.NotSupported, 0);

    public CommandResult Calibrate(SampledStream stream, int reference, Scale scale) => new(CommandOutcome.OutOfRange, 0);

    public CommandResult UpdateConfiguration(Command piece) => new(CommandOutcome.Done, 0);
}
