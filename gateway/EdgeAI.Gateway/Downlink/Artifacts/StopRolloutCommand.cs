using System.Text.Json;
using EdgeAI.Records;

namespace EdgeAI.Gateway.Downlink.Artifacts;

/// <summary>The command <c>rollout.stop</c>: ends a rollout and rolls it back.</summary>
internal sealed class StopRolloutCommand(CommandJournal journal, RolloutDesk rollouts) : IGatewayCommand
{
    /// <summary>The command's name.</summary>
    public const string CommandName = "rollout.stop";

    public string Name => CommandName;

    public string? Problem(ReadOnlySpan<byte> arguments) => TryRead(arguments, out _) ? null : "the rollout's id, 32 hexadecimal digits";

    public void Begin(CommandId id, ReadOnlySpan<byte> arguments, long now)
    {
        bool isStopped = TryRead(arguments, out CommandId rollout) && rollouts.Stop(rollout, now);
        journal.MoveOn(id, isStopped ? CommandState.Done : CommandState.Failed, isStopped ? CommandReason.None : CommandReason.HandlerFailed, isStopped ? default : "no such open rollout"u8.ToArray(), now);
    }

    private static bool TryRead(ReadOnlySpan<byte> arguments, out CommandId rollout)
    {
        rollout = default;
        try
        {
            return JsonSerializer.Deserialize(arguments, DownlinkJson.Default.RolloutStopRequest) is { } request && CommandId.TryParse(request.Rollout, out rollout);
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
