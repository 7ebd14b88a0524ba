namespace EdgeAI.Gateway.Identity;

/// <summary>The registry and its folder decide who may connect: only their owner may write them.</summary>
internal static class OwnersOnly
{
    private const UnixFileMode OthersWrite = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    /// <summary>Throws where others may write a file or a folder that is there.</summary>
    /// <exception cref="GatewayException">They may; the message names the command that mends it.</exception>
    public static void ThrowIfOthersMayWrite(string path)
    {
        if (!OperatingSystem.IsWindows() && Path.Exists(path) && (File.GetUnixFileMode(path) & OthersWrite) != 0)
        {
            throw new GatewayException($"{path} can be changed by others, who could let any device in: chmod go-w {path}, and look at what it holds: EdgeAI.Gateway devices");
        }
    }
}
