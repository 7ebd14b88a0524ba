namespace EdgeAI.Gateway.Operation.Checks;

/// <summary>A folder that is there for the while of an examination: where it was missing, it and those above it that were missing go again.</summary>
internal sealed class TrialFolder : IDisposable
{
    private readonly List<string> _made = [];

    /// <exception cref="IOException">It cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be made.</exception>
    public TrialFolder(string path)
    {
        for (string? each = path; each is not null && !Directory.Exists(each); each = Path.GetDirectoryName(each))
        {
            _made.Add(each);
        }

        Directory.CreateDirectory(path);
    }

    public void Dispose()
    {
        // The innermost first. Another program may use one by now: such a one is not empty, and stays.
        foreach (string each in _made.Where(static each => Directory.Exists(each) && !Directory.EnumerateFileSystemEntries(each).Any()))
        {
            Directory.Delete(each);
        }
    }
}
