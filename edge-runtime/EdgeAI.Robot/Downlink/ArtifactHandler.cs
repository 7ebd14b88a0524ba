using EdgeAI.Gateway.Downlink.Artifacts;
using EdgeAI.Records;

namespace EdgeAI.Robot.Downlink;

/// <summary>The commands about artifacts (gateway/DOWNLINK.md, "Artifacts"): all may be repeated, none holds up short commands.</summary>
/// <param name="name">The command.</param>
/// <param name="targets">Where artifacts of each kind go.</param>
/// <param name="run">What it does.</param>
internal sealed class ArtifactHandler(string name, IReadOnlyDictionary<ArtifactKind, IArtifactTarget> targets, Func<ArtifactOrder, IArtifactTarget, CommandRequest, CancellationToken, Task<HandlerResult>> run) : ICommandHandler
{
    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public bool IsRepeatable => true;

    /// <inheritdoc/>
    public bool IsLong => true;

    /// <summary>The three commands.</summary>
    /// <param name="targets">Where artifacts of each kind go.</param>
    /// <param name="fetch">Fetches an artifact.</param>
    public static IEnumerable<ICommandHandler> All(IReadOnlyDictionary<ArtifactKind, IArtifactTarget> targets, ArtifactFetch fetch) =>
    [
        new ArtifactHandler("artifact.install", targets, async (order, target, request, stop) =>
        {
            (string? path, HandlerResult failure) = await fetch.RunAsync(order, request.ExpiresUtcNanoseconds, stop).ConfigureAwait(false);
            return path is null ? failure : await target.InstallAsync(order, path, stop).ConfigureAwait(false);
        }),
        new ArtifactHandler("artifact.check", targets, static (order, target, _, stop) => target.CheckAsync(order, stop)),
        new ArtifactHandler("artifact.rollback", targets, static (order, target, _, stop) => target.RollBackAsync(order, stop)),
    ];

    /// <inheritdoc/>
    public CommandReason Check(ushort board, ReadOnlySpan<byte> arguments)
        => board == CommandReader.NoBoard && ArtifactOrder.TryRead(arguments, out ArtifactOrder? order) && targets.ContainsKey(order.Kind) ? CommandReason.None : CommandReason.BadArguments;

    /// <inheritdoc/>
    public Task<HandlerResult> RunAsync(CommandRequest request, CancellationToken stop)
    {
        _ = ArtifactOrder.TryRead(request.Arguments, out ArtifactOrder? order);
        return run(order!, targets[order!.Kind], request, stop);
    }
}
