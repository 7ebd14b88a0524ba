namespace EdgeAI.Gateway.Downlink.Artifacts;

/// <summary>How many robots, in all, have an artifact after a stage: a count or a part, not both.</summary>
/// <param name="Count">1 or more.</param>
/// <param name="Percent">1 to 100, rounded up.</param>
public sealed record RolloutStage(int? Count = null, int? Percent = null)
{
    /// <summary>How many of the robots it is.</summary>
    public int Of(int robots) => Count ?? (int)(((long)robots * Percent.GetValueOrDefault() + 99) / 100);
}
