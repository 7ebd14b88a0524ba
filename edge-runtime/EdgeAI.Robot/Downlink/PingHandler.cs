using EdgeAI.Records;

namespace EdgeAI.Robot.Downlink;

/// <summary>Answers with the arguments: whether commands reach the robot at all.</summary>
internal sealed class PingHandler : ICommandHandler
{
    /// <inheritdoc/>
    public string Name => "ping";

    /// <inheritdoc/>
    public bool IsRepeatable => true;

    /// <inheritdoc/>
    public bool IsLong => false;

    /// <inheritdoc/>
    public CommandReason Check(ushort board, ReadOnlySpan<byte> arguments)
        => board != CommandReader.NoBoard ? CommandReason.NoSuchBoard
            : arguments.Length > CommandResultReader.MaximumDetail ? CommandReason.BadArguments : CommandReason.None;

    /// <inheritdoc/>
    public Task<HandlerResult> RunAsync(CommandRequest request, CancellationToken stop)
        => Task.FromResult(new HandlerResult(CommandState.Done, CommandReason.None, request.Arguments));
}
