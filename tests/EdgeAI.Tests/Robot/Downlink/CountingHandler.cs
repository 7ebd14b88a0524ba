using EdgeAI.Records;
using EdgeAI.Robot.Downlink;

namespace EdgeAI.Tests.Robot.Downlink;

/// <summary>A command whose only effect is that it is counted, in a world that outlives the robot.</summary>
internal sealed class CountingHandler(string name, bool isRepeatable, bool fails, Dictionary<CommandId, int> effects) : ICommandHandler
{
    public string Name => name;

    public bool IsRepeatable => isRepeatable;

    public bool IsLong => false;

    public CommandReason Check(ushort board, ReadOnlySpan<byte> arguments) => CommandReason.None;

    public Task<HandlerResult> RunAsync(CommandRequest request, CancellationToken stop)
    {
        effects[request.Id] = effects.GetValueOrDefault(request.Id) + 1;
        return fails ? throw new InvalidOperationException("it did not work") : Task.FromResult(HandlerResult.Done);
    }
}
