namespace EdgeAI.Runtime.Boards;

/// <summary>One thing in which a board differs from what is expected of it.</summary>
/// <param name="Kind">What differs.</param>
/// <param name="Stream">The stream that it concerns; null for the board.</param>
/// <param name="Line">The same in one line for people, with the mend.</param>
public sealed record HelloMismatch(HelloMismatchKind Kind, byte? Stream, string Line);
