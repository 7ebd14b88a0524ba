namespace EdgeAI.Runtime.Mcap;

/// <summary>One rejection.</summary>
/// <param name="Rejection">Why.</param>
/// <param name="Offset">Where the rejected record begins, in bytes from the start of the file; inside a chunk, where the chunk begins.</param>
public readonly record struct McapProblem(McapRejection Rejection, long Offset);
