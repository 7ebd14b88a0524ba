using System.Security.Cryptography;
using System.Text.Json;
using EdgeAI.Profiles.Reading;
using EdgeAI.Profiles.Schema;
using EdgeAI.Profiles.Validation;

namespace EdgeAI.Profiles;

/// <summary>
/// Loads a profile: reads the file into nodes that know their line, checks their shape against the schema and their sense
/// against the rules, and only then makes records of them. Stateless and thread safe.
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
        SourceText source = new(bytes);
        ProblemList found = new(path, source);
        SourceNode? document = new SourceReader(source, found).Read();
        if (document is not null)
        {
            ProfileSchema.Root.Check(document, found);
            ProfileRules.Check(document, found);
        }

        profile = document is not null && found.IsEmpty ? Bind(document, bytes, path, found) : null;
        problems = found.ToSortedList();
        return profile is not null;
    }

    private static Profile? Bind(SourceNode document, byte[] bytes, string path, ProblemList problems)
    {
        using MemoryStream complete = new();
        using (Utf8JsonWriter writer = new(complete))
        {
            ProfileSchema.Root.WriteWithDefaults(document, writer);
        }

        try
        {
            Profile profile = JsonSerializer.Deserialize(complete.GetBuffer().AsSpan(0, (int)complete.Length), ProfileJsonContext.Default.Profile)!;
            return profile with
            {
                Sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes)),
                Folder = Path.GetDirectoryName(Path.GetFullPath(path))!,
            };
        }
        catch (JsonException error)
        {
            // Schema and records disagree: a defect of this build that a test rules out; still no reason to end a robot's start with a stack trace.
            problems.Add(document, $"this build cannot hold the profile ({Shown.Quoted(error.Message)}); report it with the file");
            return null;
        }
    }
}
