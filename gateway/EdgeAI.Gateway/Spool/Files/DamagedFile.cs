using System.Globalization;

namespace EdgeAI.Gateway.Spool.Files;

/// <summary>
/// Keeps a damaged file, with its journal, under another name. An empty file that says so comes first, and goes last: a start that finds it
/// ends what was begun. Without it a cut in between could leave the database without its journal, whole, and older than what was acknowledged.
/// </summary>
internal static class DamagedFile
{
    private const string KeptInfix = ".damaged-";
    private const string NoteSuffix = ".moving";

    /// <summary>Moves the file aside; the name that it is kept under.</summary>
    public static string MoveAside(string folder, TimeProvider time)
    {
        string stem = SpoolFile.PathIn(folder) + KeptInfix + time.GetUtcNow().ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        string kept = stem;
        for (int number = 2; File.Exists(kept) || File.Exists(kept + "-wal"); number++)
        {
            kept = $"{stem}-{number}";
        }

        File.Create(kept + NoteSuffix).Dispose();
        FolderSync.Flush(folder);
        Finish(folder);
        return kept;
    }

    /// <summary>Ends what a cut left half done.</summary>
    public static void Finish(string folder)
    {
        string path = SpoolFile.PathIn(folder);
        foreach (string note in Directory.GetFiles(folder, $"{SpoolFile.FileName}{KeptInfix}*{NoteSuffix}"))
        {
            string kept = note[..^NoteSuffix.Length];
            MoveParts(path, kept);
            FolderSync.Flush(folder);
            File.Delete(note);
            FolderSync.Flush(folder);
        }
    }

    /// <summary>Gives what is there of a file and its journal another name.</summary>
    public static void MoveParts(string path, string kept)
    {
        // SQLite's own index of the journal, which it makes anew; and an empty journal says nothing.
        File.Delete(path + "-shm");
        foreach (string suffix in (ReadOnlySpan<string>)["-wal", ""])
        {
            if (File.Exists(path + suffix))
            {
                File.Move(path + suffix, kept + suffix, overwrite: true);
            }
        }

        if (File.Exists(kept + "-wal") && new FileInfo(kept + "-wal").Length == 0)
        {
            File.Delete(kept + "-wal");
        }
    }
}
