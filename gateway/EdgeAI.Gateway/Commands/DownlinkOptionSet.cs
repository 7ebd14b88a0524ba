using System.CommandLine;
using EdgeAI.Gateway.Downlink;
using EdgeAI.Records;

namespace EdgeAI.Gateway.Commands;

/// <summary>The options that say whose downlink is meant, for commands that open its journal beside a running gateway.</summary>
internal sealed class DownlinkOptionSet
{
    private readonly Option<string?> _profile = new("--profile") { Description = "The profile that the gateway runs with: its folder and its limits count" };
    private readonly Option<string?> _spool = new("--spool") { Description = "The folder in which downlink.db lies, the gateway's spool folder; spool if nothing says otherwise" };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(_profile);
        command.Options.Add(_spool);
    }

    /// <summary>What the profile says, in the folder that was given.</summary>
    /// <exception cref="GatewayException">The profile is not valid, or its gateway has no downlink; the message is one line.</exception>
    public DownlinkOptions Read(ParseResult result)
    {
        DownlinkOptions options = result.GetValue(_profile) is { } profile
            ? GatewayOptionSet.OptionsOf(profile).Downlink ?? throw new GatewayException($"{profile} gives its gateway no downlink: add gateway.downlink, or leave --profile out")
            : new DownlinkOptions { Folder = "spool" };
        return result.GetValue(_spool) is { } folder ? options with { Folder = folder } : options;
    }

    /// <summary>Opens the journal that a gateway made.</summary>
    /// <exception cref="GatewayException">There is none.</exception>
    public static DownlinkDatabase Open(DownlinkOptions options)
        => File.Exists(Path.Combine(options.Folder, DownlinkDatabase.FileName))
            ? DownlinkDatabase.Open(options)
            : throw new GatewayException($"{options.Folder} holds no {DownlinkDatabase.FileName}: name the spool folder of a gateway that runs with a downlink (--spool), or its profile (--profile)");

    /// <summary>Reads a command's id.</summary>
    /// <exception cref="GatewayException">It is none.</exception>
    public static CommandId ParseId(string text)
        => CommandId.TryParse(text, out CommandId id) ? id : throw new GatewayException($"'{text}' is not a command's id: write 32 hexadecimal digits");
}
