namespace EdgeAI.Benchmarks.Recording;

/// <summary>One way to bring the messages to the disk.</summary>
/// <param name="Name">What the table calls it.</param>
/// <param name="Write">Does it once, into a file that is not there yet.</param>
internal sealed record RecordingWay(string Name, Func<string, RecordingResult> Write);
