namespace EdgeAI.Records.Proof;

/// <summary>Key files: a private key, which only its owner may read, and beside it the public one with <c>.pub</c>.</summary>
public static class KeyFile
{
    private const string PublicSuffix = ".pub";
    private const string UnfinishedSuffix = ".new";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;
    private const UnixFileMode Everyone = OwnerOnly | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>The file of the public key that belongs to a private key's.</summary>
    public static string PublicOf(string path) => path + PublicSuffix;

    /// <summary>Draws a key and writes it, and beside it the public key.</summary>
    /// <exception cref="KeyFileException">A file is there already or cannot be written.</exception>
    public static RecordPublicKey Create(string path, AlgorithmSuite suite)
    {
        using RecordSigningKey key = RecordSigningKey.Create(suite);
        Write(path, key.ToPem(), OwnerOnly);
        Write(PublicOf(path), key.PublicKey.ToPem(), Everyone);
        return key.PublicKey;
    }

    /// <summary>Reads a private key; where there is none yet, draws one and writes it. The public key's file is made where it is missing.</summary>
    /// <exception cref="KeyFileException">The file is none, others may read it, it has another suite, or it cannot be written.</exception>
    public static RecordSigningKey ReadOrCreate(string path, AlgorithmSuite suite)
    {
        if (!File.Exists(path))
        {
            using RecordSigningKey drawn = RecordSigningKey.Create(suite);
            Write(path, drawn.ToPem(), OwnerOnly);
        }

        RecordSigningKey key = ReadPrivate(path);
        if (key.Suite != suite)
        {
            AlgorithmSuite found = key.Suite;
            key.Dispose();
            throw new KeyFileException($"the private key {path} is of suite {found}, and {suite} is asked for: name another file, or ask for the key's suite");
        }

        if (!File.Exists(PublicOf(path)))
        {
            Write(PublicOf(path), key.PublicKey.ToPem(), Everyone);
        }

        return key;
    }

    /// <summary>Reads a private key.</summary>
    /// <exception cref="KeyFileException">It is not there, is none, or others may read it.</exception>
    public static RecordSigningKey ReadPrivate(string path)
    {
        if (File.Exists(path) && !OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & Others) != 0)
        {
            throw new KeyFileException($"the private key {path} can be read or changed by others: chmod 600 {path}, and if they may have seen it, make a new one");
        }

        return Read(path, static text => RecordSigningKey.FromPem(text));
    }

    /// <summary>Reads a public key.</summary>
    /// <exception cref="KeyFileException">It is not there or is none.</exception>
    public static RecordPublicKey ReadPublic(string path) => Read(path, static text => RecordPublicKey.FromPem(text));

    private static T Read<T>(string path, Func<string, T> parse)
    {
        try
        {
            return parse(File.ReadAllText(path));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or FormatException)
        {
            throw new KeyFileException($"the key {path} cannot be read ({exception.Message.ReplaceLineEndings(" ")}): check the path", exception);
        }
    }

    private static void Write(string path, string text, UnixFileMode mode)
    {
        try
        {
            FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = mode;
            }

            // Whole or not at all: a cut in between leaves no half of a key.
            string unfinished = path + UnfinishedSuffix;
            File.Delete(unfinished);
            try
            {
                using (FileStream stream = new(unfinished, options))
                {
                    stream.Write(System.Text.Encoding.ASCII.GetBytes(text));
                    stream.Flush(flushToDisk: true);
                }

                File.Move(unfinished, path, overwrite: false);
            }
            finally
            {
                File.Delete(unfinished);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new KeyFileException($"{path} cannot be written ({exception.Message.ReplaceLineEndings(" ")}): a key is never written over another; check the folder's rights, or give another path", exception);
        }
    }
}
