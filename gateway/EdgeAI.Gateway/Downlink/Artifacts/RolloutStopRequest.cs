namespace EdgeAI.Gateway.Downlink.Artifacts;

/// <summary>The arguments of <c>rollout.stop</c>.</summary>
/// <param name="Rollout">The rollout: the id of the announcement, 32 hexadecimal digits.</param>
public sealed record RolloutStopRequest(string Rollout);
