using System.CommandLine;
using EdgeAI.Gateway.Identity;

namespace EdgeAI.Gateway.Commands;

/// <summary><c>ca init</c> and <c>ca rotate</c>: makes the local certificate authority, and the next one.</summary>
internal static class AuthorityCommand
{
    // Twice a device certificate's life: each device renews in time.
    private const int DefaultOverlapDays = 60;

    /// <summary>Makes the command.</summary>
    public static Command Create(TimeProvider time) => new("ca", "The local certificate authority") { Init(time), Rotate(time) };

    private static Command Init(TimeProvider time)
    {
        Option<string> identity = IdentityOption.Create();
        Option<bool> force = new("--force") { Description = "Replace an authority that is there; every device must be enrolled again" };
        Command command = new("init", "Makes an authority and an empty registry") { identity, force };
        command.SetAction((result, _) => OneLine.RunAsync(result, async output =>
        {
            string folder = result.GetRequiredValue(identity);
            await new LocalAuthority(new IdentityOptions { Folder = folder }, time).InitAsync(result.GetValue(force)).ConfigureAwait(false);
            await output.WriteLineAsync($"authority made in {folder}; devices trust {new IdentityFolder(folder).Trust}").ConfigureAwait(false);
            return 0;
        }));
        return command;
    }

    private static Command Rotate(TimeProvider time)
    {
        Option<string> identity = IdentityOption.Create();
        Option<int> overlap = new("--overlap") { Description = "For how many days the authority before is trusted as well, 0 to 3653; 0 ends all trust in it, and every device must be enrolled again", DefaultValueFactory = _ => DefaultOverlapDays };
        Command command = new("rotate", "Makes the next authority; devices of the one before go on until they renew") { identity, overlap };
        command.SetAction((result, _) => OneLine.RunAsync(result, async output =>
        {
            int days = result.GetValue(overlap) is >= 0 and <= 3653 and int given ? given : throw new GatewayException($"--overlap {result.GetValue(overlap)} is not a number of days: use 0 to 3653");
            string folder = result.GetRequiredValue(identity);
            DateTimeOffset until = await new LocalAuthority(new IdentityOptions { Folder = folder }, time).RotateAsync(TimeSpan.FromDays(days)).ConfigureAwait(false);
            await output.WriteLineAsync(days == 0
                ? "next authority made; the one before is not trusted any more: enrol every device again"
                : $"next authority made; the one before is trusted until {until:yyyy-MM-dd}: hand out {new IdentityFolder(folder).Trust}, and let devices renew before that day").ConfigureAwait(false);
            return 0;
        }));
        return command;
    }
}
