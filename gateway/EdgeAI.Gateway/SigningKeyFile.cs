using EdgeAI.Gateway.Spool.Files;
using EdgeAI.Records.Proof;

namespace EdgeAI.Gateway;

/// <summary>The gateway's own signing key: drawn at its first start, and never written over.</summary>
internal static class SigningKeyFile
{
    /// <summary>Reads the key, or draws it; on disk when it returns.</summary>
    /// <exception cref="GatewayException">The file cannot be read or written, others may read it, or it is of another suite; the message is one line.</exception>
    public static RecordSigningKey Open(SealOptions options, string spoolFolder)
    {
        string path = options.KeyFileIn(spoolFolder);
        try
        {
            string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
            bool exists = File.Exists(path);
            Directory.CreateDirectory(folder);
            RecordSigningKey key = KeyFile.ReadOrCreate(path, options.Suite);
            if (!exists)
            {
                // What it signs must not be there after a power cut without it.
                FolderSync.Flush(folder);
            }

            return key;
        }
        catch (Exception exception) when ((exception is IOException or UnauthorizedAccessException) && options.KeyFile is null && !Directory.Exists(spoolFolder))
        {
            throw new GatewayException($"the spool folder {spoolFolder} cannot be created ({exception.Message.ReplaceLineEndings(" ")}): change its rights or choose another folder", exception);
        }
        catch (Exception exception) when (exception is KeyFileException or IOException or UnauthorizedAccessException)
        {
            throw new GatewayException(exception is KeyFileException ? exception.Message : $"the signing key {path} cannot be made ({exception.Message.ReplaceLineEndings(" ")}): check the folder's rights, or name another file with --seal-key", exception);
        }
    }

    /// <summary>Reads the public key that belongs to it; without the key's first start there is none.</summary>
    /// <exception cref="GatewayException">There is none, or it cannot be read; the message is one line.</exception>
    public static RecordPublicKey ReadPublic(SealOptions options, string spoolFolder)
    {
        string path = KeyFile.PublicOf(options.KeyFileIn(spoolFolder));
        try
        {
            return File.Exists(path) ? KeyFile.ReadPublic(path) : throw new GatewayException($"there is no {path}: the gateway draws its key at its first start; name its file with --seal-key, or its spool's folder with --spool");
        }
        catch (KeyFileException exception)
        {
            throw new GatewayException(exception.Message, exception);
        }
    }
}
