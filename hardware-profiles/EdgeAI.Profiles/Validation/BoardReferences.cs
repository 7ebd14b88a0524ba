using EdgeAI.Profiles.Reading;
using EdgeAI.Profiles.Schema;

namespace EdgeAI.Profiles.Validation;

/// <summary>Reads the board profiles that a robot's profile names, so that the rules see the whole robot.</summary>
internal static class BoardReferences
{
    /// <summary>Reads and checks each named file once, and hangs it onto the entry that names it.</summary>
    /// <param name="profile">The robot's document.</param>
    /// <param name="path">Its file; boards lie in the same folder.</param>
    /// <param name="problems">Where to add what is wrong, with the file that it is in.</param>
    public static void Resolve(SourceNode profile, string path, ProblemList problems)
    {
        HashSet<string> read = new(StringComparer.Ordinal);
        foreach (SourceNode board in profile.ItemsOf("boards").TakeWhile(_ => !problems.IsFull))
        {
            if (board["profile"] is not { Text: { } name } written || problems.IsBad(written))
            {
                continue;
            }

            if (!read.Add(name))
            {
                problems.Add(written, $"{Shown.Quoted(name)} is another board's already; each board has a profile of its own, with its own number and frames");
                continue;
            }

            string file = Path.Combine(Path.GetDirectoryName(path) ?? "", name);
            if (ProfileFile.Read(file, ProfileLoader.MaximumBytes, out string problem) is not { } bytes)
            {
                problems.Add(written, $"{Shown.Quoted(name)}: {problem}");
            }
            else if (ProfileDocument.Read(bytes, file, ProfileSchema.Board, problems) is { } document)
            {
                BoardFileRules.Check(document, problems);
                board.Referenced = document;
            }
        }
    }
}
