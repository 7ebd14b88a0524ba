namespace EdgeAI.Gateway.Identity;

/// <summary>Files that only their owner may read: private keys.</summary>
internal static class PrivateFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    /// <summary>Reads a private key's file.</summary>
    /// <exception cref="GatewayException">The file is absent, cannot be read, or others may read or write it.</exception>
    public static string Read(string path)
    {
        if (!File.Exists(path))
        {
            throw new GatewayException($"the private key {path} is not there: check the path");
        }

        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & Others) != 0)
        {
            throw new GatewayException($"the private key {path} can be read or changed by others: chmod 600 {path}, and if they may have seen it, make a new one");
        }

        return PublicFile.Read(path);
    }

    /// <summary>Writes a private key's file, whole or not at all, readable by its owner only from its first byte.</summary>
    public static void Write(string path, string text) => AtomicFile.Write(path, text, OwnerOnly);
}
