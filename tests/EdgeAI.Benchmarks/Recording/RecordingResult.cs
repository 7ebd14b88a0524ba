namespace EdgeAI.Benchmarks.Recording;

/// <summary>What one round measured.</summary>
/// <param name="Seconds">From the first message until everything is on the disk.</param>
/// <param name="FileBytes">The file's length.</param>
/// <param name="MedianNanoseconds">The median time in Write.</param>
/// <param name="HighNanoseconds">The time in Write that one of a hundred exceeds.</param>
/// <param name="CallerBytes">What the caller's thread allocated.</param>
internal sealed record RecordingResult(double Seconds, long FileBytes, double MedianNanoseconds, double HighNanoseconds, long CallerBytes);
