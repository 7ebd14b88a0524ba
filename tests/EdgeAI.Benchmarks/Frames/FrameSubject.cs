namespace EdgeAI.Benchmarks.Frames;

/// <summary>One line of the table: something that is done to one frame, again and again.</summary>
/// <param name="Name">What does it.</param>
/// <param name="Bytes">The length of what it writes or reads.</param>
/// <param name="Work">Does it a number of times and returns a value that depends on the outcome, so that nothing is optimised away.</param>
internal sealed record FrameSubject(string Name, int Bytes, Func<int, long> Work);
