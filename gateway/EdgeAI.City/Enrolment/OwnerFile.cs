using System.Text;

namespace EdgeAI.City.Enrolment;

/// <summary>The authority's files: written whole or not at all, and a key readable by its owner alone from its first byte.</summary>
internal static class OwnerFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    /// <summary>Makes a folder that others cannot write.</summary>
    /// <exception cref="CityException">It cannot be made.</exception>
    public static void MakeFolder(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CityException($"the folder {folder} cannot be made ({exception.Message}): check its rights, or give another", exception);
        }
    }

    /// <summary>Writes a file beside its place, to the disk, and then into its place.</summary>
    /// <param name="path">The file.</param>
    /// <param name="text">What it holds.</param>
    /// <param name="secret">Whether only its owner may read it.</param>
    /// <param name="isNew">Whether nothing may be in its place yet.</param>
    /// <exception cref="CityException">It cannot be written.</exception>
    public static void Write(string path, string text, bool secret = false, bool isNew = false)
    {
        // Two programs may write the revocation list at once: each beside it under a name of its own.
        string beside = $"{path}.{Guid.NewGuid():N}.new";
        try
        {
            FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = secret ? OwnerOnly : OwnerOnly | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
            }

            using (FileStream stream = new(beside, options))
            {
                stream.Write(Encoding.ASCII.GetBytes(text));
                stream.Flush(flushToDisk: true);
            }

            File.Move(beside, path, overwrite: !isNew);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            if (File.Exists(beside))
            {
                // What it holds may be a key.
                File.Delete(beside);
            }

            throw new CityException($"{path} cannot be written ({exception.Message.ReplaceLineEndings(" ")}): check the folder's rights and the free space", exception);
        }
    }

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="secret">Whether others may not read it.</param>
    /// <exception cref="CityException">It cannot be read, or others may read it.</exception>
    public static string Read(string path, bool secret = false)
    {
        try
        {
            return secret && !OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & Others) != 0
                ? throw new CityException($"the private key {path} can be read or changed by others: chmod 600 {path}, and if they may have seen it, make a new authority")
                : File.ReadAllText(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CityException($"{path} cannot be read ({exception.Message.ReplaceLineEndings(" ")}): check the path and its rights", exception);
        }
    }
}
