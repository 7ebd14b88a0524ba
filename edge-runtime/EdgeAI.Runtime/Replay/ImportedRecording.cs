namespace EdgeAI.Runtime.Replay;

/// <summary>Readings in order of time, ready to be played.</summary>
/// <param name="Name">What was loaded: a file or a folder.</param>
/// <param name="Readings">The readings, oldest first.</param>
public sealed record ImportedRecording(string Name, IReadOnlyList<RecordedReading> Readings);
