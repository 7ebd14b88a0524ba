using EdgeAI.Perception.Store;
using EdgeAI.Records;

namespace EdgeAI.Robot.Downlink;

/// <summary>Has robots run a generation that lies in their store. Again, it changes nothing: they run it already.</summary>
internal sealed class ModelPromoteHandler(StoreWriter store) : ICommandHandler
{
    /// <inheritdoc/>
    public string Name => "model.promote";

    /// <inheritdoc/>
    public bool IsRepeatable => true;

    /// <inheritdoc/>
    public bool IsLong => false;

    /// <inheritdoc/>
    public CommandReason Check(ushort board, ReadOnlySpan<byte> arguments)
        => board == CommandReader.NoBoard && ModelOrderJson.Read(arguments) is { Generation: not null, From: null } ? CommandReason.None : CommandReason.BadArguments;

    /// <inheritdoc/>
    public async Task<HandlerResult> RunAsync(CommandRequest request, CancellationToken stop)
    {
        ModelOrder order = ModelOrderJson.Read(request.Arguments)!;
        (StoreRefusal refusal, string problem) = await store.WriteAsync(
            (ModelStore models, out string reason) => models.Promote(order.Name, order.Generation!.Value, $"command {request.Id}: {order.Why ?? "no reason given"}", null, out reason), stop).ConfigureAwait(false);
        return refusal == StoreRefusal.None ? HandlerResult.Done : HandlerResult.Failed(StoreWriter.ReasonOf(refusal), problem);
    }
}
