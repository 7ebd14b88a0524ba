using System.Globalization;
using EdgeAI.Gateway.Spool.Files;
using EdgeAI.Gateway.Spool.Lanes;

namespace EdgeAI.Gateway.Spool.Salvage;

/// <summary>
/// Puts a new file in a damaged one's place so that a cut at any moment loses nothing: it is written and synced under a name that nobody
/// opens, then gets one that says that it is whole; whoever opens the folder next goes on from there.
/// </summary>
internal static class SalvagedFile
{
    private const string UnfinishedSuffix = ".salvaging";
    private const string WholeInfix = ".salvaged-";
    private const string KeptInfix = ".damaged-";

    // The journal first: a database without it is whole up to its last checkpoint, a journal without its database is nothing.
    private static readonly string[] Parts = ["-wal", "-shm", ""];

    /// <summary>Salvages a folder's damaged file and puts the new one in its place.</summary>
    /// <param name="options">The spool's options; nobody has the file open.</param>
    /// <param name="mark">Whose spool it is.</param>
    /// <param name="passedBy">What counts as lost although it may be found.</param>
    /// <param name="next">The epoch of the new file where it is another than the old one's.</param>
    /// <exception cref="Exception">Whatever SQLite or the disk says when the new file cannot be written: then the damaged one is still in its place.</exception>
    public static SalvageReport Replace(SpoolOptions options, EpochMark mark, IReadOnlyList<LaneSpan> passedBy, SpoolIdentity? next = null)
    {
        string path = SpoolFile.PathIn(options.Folder);
        string unfinished = path + UnfinishedSuffix;
        RemoveUnfinished(options.Folder);
        try
        {
            SalvageReport report = next is { } identity
                ? NewEpochFile.Write(path, unfinished, mark, identity, passedBy, options)
                : SpoolSalvage.Write(path, unfinished, mark, passedBy, options);
            string name = NewName(path, options.Time);
            File.Move(unfinished, path + WholeInfix + name);
            FolderSync.Flush(options.Folder);
            Finish(options.Folder);
            return report with { Kept = path + KeptInfix + name };
        }
        catch
        {
            RemoveUnfinished(options.Folder);
            throw;
        }
    }

    /// <summary>Goes on where a cut came between: a whole new file takes the damaged one's place, an unfinished one goes.</summary>
    public static void Finish(string folder)
    {
        if (!Directory.Exists(folder))
        {
            return;
        }

        RemoveUnfinished(folder);
        string path = SpoolFile.PathIn(folder);
        foreach (string whole in Directory.GetFiles(folder, SpoolFile.FileName + WholeInfix + "*"))
        {
            string kept = path + KeptInfix + whole[(path.Length + WholeInfix.Length)..];
            DamagedFile.MoveParts(path, kept);

            // The new one has no journal, and needs none.
            EpochFile.NoteReplaced(folder);
            File.Move(whole, path);
            FolderSync.Flush(folder);
        }
    }

    private static void RemoveUnfinished(string folder)
    {
        foreach (string unfinished in Directory.GetFiles(folder, SpoolFile.FileName + UnfinishedSuffix + "*"))
        {
            File.Delete(unfinished);
        }
    }

    private static string NewName(string path, TimeProvider time)
    {
        string stem = time.GetUtcNow().ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        string name = stem;
        for (int number = 2; Parts.Any(part => File.Exists(path + KeptInfix + name + part)); number++)
        {
            name = $"{stem}-{number}";
        }

        return name;
    }
}
