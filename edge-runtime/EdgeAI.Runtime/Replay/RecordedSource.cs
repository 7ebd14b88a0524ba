namespace EdgeAI.Runtime.Replay;

/// <summary>The kind of stream that a recorded reading belongs to.</summary>
/// <param name="StageKind">The kind of stage that takes it, as profiles name it.</param>
/// <param name="Activity">What the robot was doing, where stages differ by that; otherwise null.</param>
public sealed record RecordedSource(string StageKind, string? Activity)
{
    /// <inheritdoc/>
    public override string ToString() => Activity is null ? StageKind : $"{StageKind} ({Activity})";
}
