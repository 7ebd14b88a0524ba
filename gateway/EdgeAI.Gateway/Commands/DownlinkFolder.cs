using System.CommandLine;
using EdgeAI.Gateway.Downlink;
using EdgeAI.Records;

namespace EdgeAI.Gateway.Commands;

/// <summary>The option that says where the downlink's journal lies, and how commands open it beside a running gateway.</summary>
internal static class DownlinkFolder
{
    /// <summary>Makes the option.</summary>
    public static Option<string> Create() => new("--spool") { Description = "The gateway's spool folder, in which downlink.db lies", DefaultValueFactory = static _ => "spool" };

    /// <summary>Opens the journal that a gateway made.</summary>
    /// <exception cref="GatewayException">There is none.</exception>
    public static DownlinkDatabase Open(DownlinkOptions options)
        => File.Exists(Path.Combine(options.Folder, DownlinkDatabase.FileName))
            ? DownlinkDatabase.Open(options)
            : throw new GatewayException($"{options.Folder} holds no {DownlinkDatabase.FileName}: name the spool folder of a gateway that runs with a downlink (--spool)");

    /// <summary>Reads a command's id.</summary>
    /// <exception cref="GatewayException">It is none.</exception>
    public static CommandId ParseId(string text)
        => CommandId.TryParse(text, out CommandId id) ? id : throw new GatewayException($"'{text}' is not a command's id: write 32 hexadecimal digits");
}
