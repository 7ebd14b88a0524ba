using EdgeAI.Gateway.Downlink.Artifacts;

namespace EdgeAI.Robot.Downlink;

/// <summary>Where artifacts of a kind go on this robot. Each of them may be done again without harm.</summary>
internal interface IArtifactTarget
{
    /// <summary>Takes a verified file into use; may move it away.</summary>
    Task<HandlerResult> InstallAsync(ArtifactOrder order, string path, CancellationToken stop);

    /// <summary>Whether the robot runs it.</summary>
    Task<HandlerResult> CheckAsync(ArtifactOrder order, CancellationToken stop);

    /// <summary>Goes back to what was in use before; done where it is not in use.</summary>
    Task<HandlerResult> RollBackAsync(ArtifactOrder order, CancellationToken stop);
}
