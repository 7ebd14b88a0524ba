using EdgeAI.Records;

namespace EdgeAI.Gateway.Downlink.Artifacts;

/// <summary>The command <c>artifact.announce</c>: fetches an artifact and rolls it out.</summary>
internal sealed class AnnounceCommand(DownlinkOptions options, RolloutDesk rollouts) : IGatewayCommand
{
    public string Name => "artifact.announce";

    public string? Problem(ReadOnlySpan<byte> arguments)
        => options.Artifacts.Port is null ? "this gateway serves no artifacts"
            : ArtifactManifest.TryRead(arguments, options.Artifacts.MaximumArtifactBytes, out _, out string problem) ? null : problem;

    public void Begin(CommandId id, ReadOnlySpan<byte> arguments, long now) => rollouts.Begin(id, arguments, now);
}
