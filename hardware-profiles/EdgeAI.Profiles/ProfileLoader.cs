using EdgeAI.Profiles.Boards;
using EdgeAI.Profiles.Reading;
using EdgeAI.Profiles.Schema;
using EdgeAI.Profiles.Validation;

namespace EdgeAI.Profiles;

/// <summary>
/// Loads a profile: reads the file into nodes that know their line, checks their shape against the schema and their sense
/// against the rules, with the board profiles that it names, and only then makes records of them. Stateless and thread safe.
/// </summary>
public static class ProfileLoader
{
    /// <summary>The most bytes that a profile may have, 1 MiB: a thousand times a small one, and read in a moment.</summary>
    public const int MaximumBytes = 1 << 20;

    /// <summary>Loads a profile file. Whatever the file holds, the answer is a valid profile or the list of all that is wrong with it.</summary>
    /// <param name="path">The file; problems name it as it is given here.</param>
    /// <param name="profile">The profile, null where there are problems.</param>
    /// <param name="problems">What is wrong, in the order of the file; empty where nothing is.</param>
    /// <returns>Whether the profile is valid.</returns>
    public static bool TryLoad(string path, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Profile? profile, out IReadOnlyList<ProfileProblem> problems)
    {
        ArgumentNullException.ThrowIfNull(path);
        byte[]? bytes = ProfileFile.Read(path, MaximumBytes, out string problem);
        if (bytes is null)
        {
            profile = null;
            problems = [new ProfileProblem(path, "$", 0, 0, problem)];
            return false;
        }

        return TryParse(bytes, path, out profile, out problems);
    }

    /// <summary>Loads a profile from a file's bytes.</summary>
    /// <param name="bytes">The bytes of the file; borrowed for the length of the call.</param>
    /// <param name="path">The file that they came from: problems name it, and the profile's folder is its folder.</param>
    /// <param name="profile">The profile, null where there are problems.</param>
    /// <param name="problems">What is wrong, in the order of the file; empty where nothing is.</param>
    /// <returns>Whether the profile is valid.</returns>
    public static bool TryParse(byte[] bytes, string path, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Profile? profile, out IReadOnlyList<ProfileProblem> problems)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        ArgumentException.ThrowIfNullOrEmpty(path);
        ProblemList found = new(path);
        profile = null;
        if (ProfileDocument.Read(bytes, path, ProfileSchema.Root, found) is { } document)
        {
            BoardReferences.Resolve(document, path, found);
            ProfileRules.Check(document, found);
            profile = found.IsEmpty && ProfileDocument.Bind(document, ProfileSchema.Root, ProfileJsonContext.Default.Profile, found) is { } bound
                ? Complete(bound, document, path, found)
                : null;
        }

        problems = found.ToSortedList();
        return profile is not null;
    }

    private static Profile? Complete(Profile bound, SourceNode document, string path, ProblemList problems)
    {
        Profile profile = bound with { Sha256 = document.Source.Sha256, Folder = Path.GetDirectoryName(Path.GetFullPath(path))! };
        List<BoardProfile> boards = [];
        foreach ((BoardEntry entry, SourceNode node) in profile.BoardEntries.Zip(document.ItemsOf("boards")))
        {
            BoardProfile? board = node.Referenced is { } own ? BoardProfileLoader.Bind(own, problems) : BoardComposer.RobotsOwn(profile, entry);
            if (board is null || !ConfigurationRules.Check(board, node.Referenced ?? node, problems))
            {
                return null;
            }

            boards.Add(board with { Link = entry.Link });
        }

        return profile with { Boards = boards };
    }
}
