using EdgeAI.Records;
using EdgeAI.Records.Proof;

namespace EdgeAI.City.Proof;

/// <summary>Key files: the city's private key, which only its owner may read, and public ones.</summary>
internal static class KeyFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    /// <summary>Draws a key and writes it, and beside it the public key with <c>.pub</c>.</summary>
    /// <exception cref="CityException">A file is there already or cannot be written.</exception>
    public static RecordPublicKey Create(string path, AlgorithmSuite suite)
    {
        using RecordSigningKey key = RecordSigningKey.Create(suite);
        Write(path, key.ToPem(), OwnerOnly);
        Write(path + ".pub", key.PublicKey.ToPem(), OwnerOnly | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        return key.PublicKey;
    }

    /// <summary>Reads a private key.</summary>
    /// <exception cref="CityException">It is not there, is none, or others may read it.</exception>
    public static RecordSigningKey ReadPrivate(string path)
    {
        if (File.Exists(path) && !OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & Others) != 0)
        {
            throw new CityException($"the private key {path} can be read or changed by others: chmod 600 {path}, and if they may have seen it, make a new one");
        }

        return Read(path, static text => RecordSigningKey.FromPem(text));
    }

    /// <summary>Reads a public key.</summary>
    /// <exception cref="CityException">It is not there or is none.</exception>
    public static RecordPublicKey ReadPublic(string path) => Read(path, static text => RecordPublicKey.FromPem(text));

    private static T Read<T>(string path, Func<string, T> parse)
    {
        try
        {
            return parse(File.ReadAllText(path));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or FormatException)
        {
            throw new CityException($"the key {path} cannot be read ({exception.Message.ReplaceLineEndings(" ")}): check the path, or make one with EdgeAI.City keys new", exception);
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

            using FileStream stream = new(path, options);
            stream.Write(System.Text.Encoding.ASCII.GetBytes(text));
            stream.Flush(flushToDisk: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CityException($"{path} cannot be written ({exception.Message.ReplaceLineEndings(" ")}): a key is never written over another; check the folder's rights, or give another path", exception);
        }
    }
}
