using System.Runtime.InteropServices;

namespace EdgeAI.Perception.Store;

/// <summary>
/// Everything that a store changes on a disk goes through here, one small step each, so that a test can end the power between any two of
/// them, or within one.
/// </summary>
public partial class StoreDisk
{
    private const int OpenReadOnly = 0;

    /// <summary>Writes bytes to a file that is being made.</summary>
    /// <exception cref="IOException">The disk refused.</exception>
    public virtual void Write(FileStream file, ReadOnlySpan<byte> bytes)
    {
        ArgumentNullException.ThrowIfNull(file);
        file.Write(bytes);
        file.Flush();
    }

    /// <summary>Makes a file's bytes durable.</summary>
    /// <exception cref="IOException">The disk refused.</exception>
    public virtual void Sync(FileStream file)
    {
        ArgumentNullException.ThrowIfNull(file);
        file.Flush(flushToDisk: true);
    }

    /// <summary>Makes a folder's entries durable. Does nothing on Windows, where the journalling file system does it.</summary>
    /// <exception cref="IOException">The disk refused.</exception>
    public virtual void SyncFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        int descriptor = Open(folder, OpenReadOnly);
        int error = descriptor < 0 || Flush(descriptor) != 0 ? Marshal.GetLastPInvokeError() : 0;
        if (descriptor >= 0)
        {
            _ = Close(descriptor);
        }

        if (error != 0)
        {
            throw new IOException($"{folder}: cannot be flushed to disk ({Marshal.GetPInvokeErrorMessage(error)})");
        }
    }

    /// <summary>Makes a folder and those above it.</summary>
    /// <exception cref="IOException">The disk refused.</exception>
    public virtual void MakeFolder(string folder) => Directory.CreateDirectory(folder);

    /// <summary>Gives a file or a folder its name; a file of that name gives way.</summary>
    /// <exception cref="IOException">The disk refused.</exception>
    public virtual void Rename(string from, string to)
    {
        if (Directory.Exists(from))
        {
            Directory.Move(from, to);
            return;
        }

        File.Move(from, to, overwrite: true);
    }

    /// <summary>Gives a file a second name; copies it where the file system has no such thing.</summary>
    /// <exception cref="IOException">The disk refused.</exception>
    public virtual void Link(string from, string to)
    {
        if (OperatingSystem.IsWindows() || HardLink(from, to) != 0)
        {
            File.Copy(from, to);
        }
    }

    /// <summary>Removes a file, or a folder with all that it holds; nothing where there is none.</summary>
    /// <exception cref="IOException">The disk refused.</exception>
    public virtual void Delete(string path)
    {
        if (Directory.Exists(path))
        {
            Directory.Delete(path, recursive: true);
            return;
        }

        File.Delete(path);
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Flush(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);

    [LibraryImport("libc", EntryPoint = "link", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int HardLink(string from, string to);
}
