namespace EdgeAI.Perception.Store;

/// <summary>The right to write to a store: a lock of the operating system, which ends with its process however that ends.</summary>
internal sealed class StoreLock : IDisposable
{
    // What FileStream's IOException carries where another holds the file: errno EWOULDBLOCK of Linux and of macOS, ERROR_SHARING_VIOLATION.
    private const int WouldBlock = 11;
    private const int WouldBlockOnMac = 35;
    private const int SharingViolation = unchecked((int)0x80070020);

    private readonly FileStream _file;

    private StoreLock(FileStream file)
    {
        _file = file;
    }

    /// <summary>Takes it, or says who does not let go.</summary>
    public static StoreRefusal TryTake(string path, out StoreLock? taken, out string problem)
    {
        try
        {
            taken = new StoreLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
            problem = "";
            return StoreRefusal.None;
        }
        catch (IOException error) when (error.HResult is WouldBlock or WouldBlockOnMac or SharingViolation)
        {
            taken = null;
            problem = $"{path}: another process writes to the store: try again when it has ended";
            return StoreRefusal.Busy;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            taken = null;
            problem = $"{path}: cannot be opened ({error.Message.Split('\n')[0].TrimEnd('.')}): give a folder that this user may write to";
            return StoreRefusal.Disk;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
