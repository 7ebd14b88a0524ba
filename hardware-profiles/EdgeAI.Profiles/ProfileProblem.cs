namespace EdgeAI.Profiles;

/// <summary>One thing that is wrong with a profile: where it stands, what it is, and what to do about it, in one line.</summary>
/// <param name="File">The file as the caller named it.</param>
/// <param name="Path">The JSON path, <c>$.boards[1].sensors[0].address</c>; <c>$</c> for the file as a whole.</param>
/// <param name="Line">The line, counted from 1; 0 where the file could not be read at all.</param>
/// <param name="Column">The column in characters, counted from 1; 0 where the file could not be read at all.</param>
/// <param name="Message">What is wrong and the mend, without a line break.</param>
public sealed record ProfileProblem(string File, string Path, int Line, int Column, string Message)
{
    /// <summary>The problem in one line, in the form that editors and terminals turn into a link.</summary>
    public override string ToString() => Line == 0 ? $"{File}: {Message}" : $"{File}:{Line}:{Column} {Path}: {Message}";
}
