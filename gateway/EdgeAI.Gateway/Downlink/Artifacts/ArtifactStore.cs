using System.Diagnostics.CodeAnalysis;
using EdgeAI.Gateway.Spool.Files;

namespace EdgeAI.Gateway.Downlink.Artifacts;

/// <summary>Artifacts on the gateway's disk, each named after the SHA-256 of its bytes. A file appears under its name when it is whole and verified.</summary>
internal sealed class ArtifactStore
{
    private readonly string _folder;
    private readonly string _staging;

    /// <summary>Opens the store, making it where there is none.</summary>
    public ArtifactStore(string folder)
    {
        _folder = Path.Combine(folder, "artifacts");
        _staging = Path.Combine(_folder, "staging");
        Directory.CreateDirectory(_staging);
    }

    /// <summary>The bytes of all whole artifacts.</summary>
    public long Bytes => Objects().Sum(static file => file.Length);

    /// <summary>The whole artifacts of a folder with their bytes; changes nothing.</summary>
    public static Dictionary<string, long> HeldIn(string folder)
    {
        DirectoryInfo objects = new(Path.Combine(folder, "artifacts"));
        return objects.Exists ? ObjectsOf(objects).ToDictionary(static file => file.Name, static file => file.Length) : [];
    }

    /// <summary>Where an artifact is put together.</summary>
    public string StagingPathOf(string sha256) => Path.Combine(_staging, sha256 + ".part");

    /// <summary>Finds a whole artifact.</summary>
    public bool TryFind(string sha256, [NotNullWhen(true)] out string? path)
    {
        // Checked here, whoever asks: a name that is no hash must never become a path.
        path = ArtifactManifest.IsHash(sha256) ? Path.Combine(_folder, sha256) : null;
        if (path is not null && File.Exists(path))
        {
            return true;
        }

        path = null;
        return false;
    }

    /// <summary>Gives a verified file its name, durably.</summary>
    public void Adopt(string sha256)
    {
        File.Move(StagingPathOf(sha256), Path.Combine(_folder, sha256), overwrite: true);
        FolderSync.Flush(_folder);
        StagingFile.Remove(StagingPathOf(sha256));
    }

    /// <summary>Makes room for an artifact: gives up those that nobody needs, oldest first.</summary>
    /// <param name="bytes">The room.</param>
    /// <param name="maximumBytes">What all may take.</param>
    /// <param name="needed">The hashes of those that stay.</param>
    /// <returns>Whether there is room.</returns>
    public bool TryMakeRoom(long bytes, long maximumBytes, IReadOnlySet<string> needed)
    {
        long taken = Bytes;
        foreach (FileInfo file in Objects().Where(file => !needed.Contains(file.Name)).OrderBy(static file => file.LastWriteTimeUtc))
        {
            if (taken + bytes <= maximumBytes)
            {
                break;
            }

            taken -= file.Length;
            file.Delete();
        }

        return taken + bytes <= maximumBytes;
    }

    /// <summary>Removes what was begun of artifacts that nobody waits for any more.</summary>
    public void Sweep(IReadOnlySet<string> needed)
    {
        foreach (string path in Directory.EnumerateFiles(_staging, "*.part").Where(path => !needed.Contains(Path.GetFileNameWithoutExtension(path))).ToArray())
        {
            StagingFile.Remove(path);
        }
    }

    private IEnumerable<FileInfo> Objects() => ObjectsOf(new DirectoryInfo(_folder));

    private static IEnumerable<FileInfo> ObjectsOf(DirectoryInfo folder) => folder.EnumerateFiles().Where(static file => ArtifactManifest.IsHash(file.Name));
}
