using System.Text;
using EdgeAI.Gateway.Spool.Files;

namespace EdgeAI.Gateway.Identity;

/// <summary>Writes a file whole or not at all: beside it, flushed to disk, then renamed over it.</summary>
internal static class AtomicFile
{
    private const UnixFileMode OwnerWritesAllRead = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>Replaces the file. The mode holds from the first byte on.</summary>
    /// <exception cref="GatewayException">The file cannot be written.</exception>
    public static void Write(string path, string text, UnixFileMode mode = OwnerWritesAllRead)
    {
        string beside = path + ".new";
        try
        {
            File.Delete(beside);
            FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = mode;
            }

            using (FileStream stream = new(beside, options))
            {
                stream.Write(Encoding.UTF8.GetBytes(text));
                stream.Flush(flushToDisk: true);
            }

            File.Move(beside, path, overwrite: true);
            FolderSync.FlushParent(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new GatewayException($"{path} cannot be written ({exception.Message}): check the folder's rights and the free space", exception);
        }
    }
}
