using EdgeAI.Gateway;
using EdgeAI.Gateway.Identity;
using EdgeAI.Profiles;
using EdgeAI.Robot.Commands;

namespace EdgeAI.Robot.Outbound;

/// <summary>Where the robot's connections reach its gateway, and how they prove whose they are.</summary>
/// <param name="Host">The gateway's host name or address.</param>
/// <param name="Port">The TCP port of its broker.</param>
/// <param name="Tls">The robot's certificate and whom it trusts; nothing on loopback without TLS.</param>
internal sealed record GatewayAddress(string Host, int Port, TlsClientOptions? Tls)
{
    /// <summary>Host and port for a message.</summary>
    public override string ToString() => $"{Host}:{Port}";

    /// <summary>The address that a profile gives.</summary>
    /// <exception cref="CannotRunException">A file of its certificate cannot be used.</exception>
    public static GatewayAddress From(Profile profile, RunOptions options)
    {
        if (profile.Gateway.Dial is not { } dial)
        {
            return new GatewayAddress(profile.Gateway.Host, options.GatewayPort ?? profile.Gateway.Port, null);
        }

        GatewayAddress address = new(dial.Host, options.GatewayPort ?? dial.Port, TlsClientOptions.From(profile, dial.Tls));
        address.LoadTls(TimeProvider.System);
        return address;
    }

    /// <summary>The files for TLS, loaded; nothing where there is none.</summary>
    /// <exception cref="CannotRunException">A file cannot be used.</exception>
    public TlsClient? LoadTls(TimeProvider time)
    {
        try
        {
            return Tls is null ? null : TlsClient.Load(Tls, time);
        }
        catch (GatewayException problem)
        {
            throw new CannotRunException($"gateway.dial.tls: {problem.Message}", problem);
        }
    }
}
