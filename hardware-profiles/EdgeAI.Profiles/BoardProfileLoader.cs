using System.Diagnostics.CodeAnalysis;
using EdgeAI.Profiles.Boards;
using EdgeAI.Profiles.Reading;
using EdgeAI.Profiles.Schema;
using EdgeAI.Profiles.Validation;

namespace EdgeAI.Profiles;

/// <summary>Loads the profile of a board by itself, as whoever flashes or configures it needs it. Stateless and thread safe.</summary>
public static class BoardProfileLoader
{
    /// <summary>Loads a board's profile. Whatever the file holds, the answer is a valid profile or the list of all that is wrong with it.</summary>
    /// <param name="path">The file; problems name it as it is given here.</param>
    /// <param name="board">The board, null where there are problems.</param>
    /// <param name="problems">What is wrong, in the order of the file; empty where nothing is.</param>
    /// <returns>Whether the profile is valid.</returns>
    public static bool TryLoad(string path, [NotNullWhen(true)] out BoardProfile? board, out IReadOnlyList<ProfileProblem> problems)
    {
        ArgumentNullException.ThrowIfNull(path);
        byte[]? bytes = ProfileFile.Read(path, ProfileLoader.MaximumBytes, out string problem);
        if (bytes is null)
        {
            board = null;
            problems = [new ProfileProblem(path, "$", 0, 0, problem)];
            return false;
        }

        return TryParse(bytes, path, out board, out problems);
    }

    /// <summary>Loads a board's profile from a file's bytes.</summary>
    /// <param name="bytes">The bytes of the file; borrowed for the length of the call.</param>
    /// <param name="path">The file that they came from; problems name it.</param>
    /// <param name="board">The board, null where there are problems.</param>
    /// <param name="problems">What is wrong, in the order of the file; empty where nothing is.</param>
    /// <returns>Whether the profile is valid.</returns>
    public static bool TryParse(byte[] bytes, string path, [NotNullWhen(true)] out BoardProfile? board, out IReadOnlyList<ProfileProblem> problems)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        ArgumentException.ThrowIfNullOrEmpty(path);
        ProblemList found = new(path);
        board = null;
        if (ProfileDocument.Read(bytes, path, ProfileSchema.Board, found) is { } document)
        {
            BoardFileRules.Check(document, found);
            board = found.IsEmpty && Bind(document, found) is { } bound && ConfigurationRules.Check(bound, document, found) ? bound : null;
        }

        problems = found.ToSortedList();
        return board is not null;
    }

    /// <summary>Makes the record of a document in which nothing is wrong.</summary>
    internal static BoardProfile? Bind(SourceNode document, ProblemList problems)
    {
        BoardProfile? board = ProfileDocument.Bind(document, ProfileSchema.Board, ProfileJsonContext.Default.BoardProfile, problems);
        return board is null ? null : board with { Sha256 = document.Source.Sha256, File = Path.GetFileName(document.Source.File) };
    }
}
