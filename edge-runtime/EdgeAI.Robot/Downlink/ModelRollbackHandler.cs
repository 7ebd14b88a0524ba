using EdgeAI.Records;

namespace EdgeAI.Robot.Downlink;

/// <summary>Has robots go back from a generation to the one before. Again, it changes nothing: they run another one by then.</summary>
internal sealed class ModelRollbackHandler(StoreWriter store) : ICommandHandler
{
    /// <inheritdoc/>
    public string Name => "model.rollback";

    /// <inheritdoc/>
    public bool IsRepeatable => true;

    /// <inheritdoc/>
    public bool IsLong => false;

    /// <inheritdoc/>
    public CommandReason Check(ushort board, ReadOnlySpan<byte> arguments)
        => board == CommandReader.NoBoard && ModelOrderJson.Read(arguments) is { From: not null, Generation: null } ? CommandReason.None : CommandReason.BadArguments;

    /// <inheritdoc/>
    public Task<HandlerResult> RunAsync(CommandRequest request, CancellationToken stop)
    {
        ModelOrder order = ModelOrderJson.Read(request.Arguments)!;
        return store.RollBackAsync(order.Name, order.From!.Value, $"command {request.Id}: {order.Why ?? "no reason given"}", stop);
    }
}
