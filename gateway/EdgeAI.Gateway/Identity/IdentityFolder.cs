namespace EdgeAI.Gateway.Identity;

/// <summary>The names in the folder of the authority and the registry.</summary>
internal sealed class IdentityFolder(string path)
{
    public string Path { get; } = System.IO.Path.GetFullPath(path);

    /// <summary>Devices, permissions, revocations, authorities.</summary>
    public string Registry => System.IO.Path.Combine(Path, "registry.json");

    /// <summary>The authorities that devices should trust, PEM: for operators to hand out.</summary>
    public string Trust => System.IO.Path.Combine(Path, "ca.crt");

    /// <summary>The gateway's own certificate, PEM.</summary>
    public string ServerCertificate => System.IO.Path.Combine(Path, "server.crt");

    /// <summary>Its private key.</summary>
    public string ServerKey => System.IO.Path.Combine(Path, "server.key");

    /// <summary>Makes the folder, for its owner only.</summary>
    /// <exception cref="GatewayException">It cannot be made, or is there and others may write it or its registry.</exception>
    public void Create()
    {
        try
        {
            if (OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(Path);
            }
            else
            {
                Directory.CreateDirectory(Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }

            OwnersOnly.ThrowIfOthersMayWrite(Path);
            OwnersOnly.ThrowIfOthersMayWrite(Registry);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new GatewayException($"the folder {Path} cannot be made ({exception.Message}): check its rights, or give another with --identity", exception);
        }
    }
}
