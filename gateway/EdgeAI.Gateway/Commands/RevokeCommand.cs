using System.CommandLine;
using EdgeAI.Gateway.Identity;

namespace EdgeAI.Gateway.Commands;

/// <summary><c>revoke DEVICE</c> or <c>revoke --serial S</c>: ends what a certificate is worth.</summary>
internal static class RevokeCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(TimeProvider time)
    {
        Argument<string?> device = new("DEVICE") { Description = "The device: all its certificates", Arity = ArgumentArity.ZeroOrOne };
        Option<string> identity = IdentityOption.Create();
        Option<string?> serial = new("--serial") { Description = "One certificate, by its serial number in hexadecimal" };
        Command command = new("revoke", "Revokes a device or one of its certificates; a running gateway ends its connections within a second") { device, identity, serial };
        command.SetAction((result, _) => OneLine.RunAsync(result, async output =>
        {
            string? name = result.GetValue(device);
            string? number = result.GetValue(serial);
            LocalAuthority authority = new(new IdentityOptions { Folder = result.GetRequiredValue(identity) }, time);
            int revoked = (name, number) switch
            {
                ({ } given, null) => await authority.RevokeDeviceAsync(given).ConfigureAwait(false),
                (null, { } given) => await authority.RevokeSerialAsync(given).ConfigureAwait(false),
                _ => throw new GatewayException("name a device, or a certificate with --serial, and not both"),
            };
            await output.WriteLineAsync($"{name ?? number}: {revoked} certificates revoked").ConfigureAwait(false);
            return 0;
        }));
        return command;
    }
}
