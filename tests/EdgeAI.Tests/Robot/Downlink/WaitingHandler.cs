using EdgeAI.Records;
using EdgeAI.Robot.Downlink;

namespace EdgeAI.Tests.Robot.Downlink;

/// <summary>A long command that ends when a test says so.</summary>
internal sealed class WaitingHandler(string name, Task until) : ICommandHandler
{
    public string Name => name;

    public bool IsRepeatable => true;

    public bool IsLong => true;

    public CommandReason Check(ushort board, ReadOnlySpan<byte> arguments) => CommandReason.None;

    public async Task<HandlerResult> RunAsync(CommandRequest request, CancellationToken stop)
    {
        await until.WaitAsync(stop);
        return HandlerResult.Done;
    }
}
