using EdgeAI.Records;

namespace EdgeAI.Gateway.Downlink;

/// <summary>Which commands are taken at all (DOWNLINK.md, "Permission"). Without state.</summary>
/// <param name="options">The permissions and bounds.</param>
/// <param name="gateway">The gateway's id.</param>
/// <param name="own">The commands that the gateway does itself.</param>
internal sealed class CommandRules(DownlinkOptions options, string gateway, IReadOnlyDictionary<string, IGatewayCommand> own)
{
    /// <summary>The issuer of the operator at the gateway.</summary>
    public const string LocalIssuer = "local";

    /// <summary>The issuer of the gateway's own commands.</summary>
    public const string GatewayIssuer = "gateway";

    /// <summary>Why a command is refused; <see cref="CommandReason.None"/> if it is not.</summary>
    /// <param name="command">The command.</param>
    /// <param name="isLocal">Whether the operator at the gateway gave it.</param>
    public CommandReason Judge(in CommandReader command, bool isLocal)
    {
        string issuer = command.IssuerText;
        string target = command.TargetText;
        string name = command.NameText;
        if (isLocal ? issuer != LocalIssuer : issuer is LocalIssuer or GatewayIssuer)
        {
            return CommandReason.ReservedIssuer;
        }

        if (!isLocal && !options.Permissions.Any(permission => permission.Permits(issuer, name, target)))
        {
            return CommandReason.Forbidden;
        }

        // Int128: the difference of two times of the wire may not fit into 64 bits.
        if ((Int128)command.ExpiresUtcNanoseconds - command.IssuedUtcNanoseconds > CommandJournal.Nanoseconds(options.MaximumLifetime))
        {
            return CommandReason.LifetimeTooLong;
        }

        if (target != gateway)
        {
            return options.Robots.Count == 0 || options.Robots.Contains(target) ? CommandReason.None : CommandReason.UnknownTarget;
        }

        if (command.Board != CommandReader.NoBoard || !own.TryGetValue(name, out IGatewayCommand? known))
        {
            return CommandReason.UnknownCommand;
        }

        return known.Problem(command.Arguments) is null ? CommandReason.None : CommandReason.BadArguments;
    }
}
