namespace EdgeAI.Gateway.Identity;

/// <summary>Small text files that anyone may read: certificates.</summary>
internal static class PublicFile
{
    // A trust file with dozens of authorities stays far below; a wrong path to something large is told, not read.
    private const long MaximumBytes = 1 << 20;

    /// <summary>Reads a file of at most 1 MiB.</summary>
    /// <exception cref="GatewayException">The file is absent, too long or cannot be read.</exception>
    public static string Read(string path)
    {
        try
        {
            FileInfo file = new(path);
            return file.Exists && file.Length > MaximumBytes
                ? throw new GatewayException($"{path} has {file.Length} bytes and cannot be a certificate or a key: check the path")
                : File.ReadAllText(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new GatewayException($"{path} cannot be read ({exception.Message}): check the path and its rights", exception);
        }
    }
}
