using System.CommandLine;
using EdgeAI.Gateway.Identity;

namespace EdgeAI.Gateway.Commands;

/// <summary><c>devices</c>: lists who may connect.</summary>
internal static class DevicesCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(TimeProvider time)
    {
        Option<string> identity = IdentityOption.Create();
        Command command = new("devices", "Lists the devices: name, state, serial, end of validity, further permissions") { identity };
        command.SetAction((result, _) => OneLine.RunAsync(result, async output =>
        {
            IdentityOptions options = new() { Folder = result.GetRequiredValue(identity) };
            DeviceRegistry registry = RegistryFile.Read(new IdentityFolder(options.Folder).Registry);
            DateTimeOffset now = time.GetUtcNow();
            foreach (EnrolledDevice device in registry.Devices.Values)
            {
                await output.WriteLineAsync($"{device.Name,-24} {device.StateAt(now, TimeSpan.FromDays(options.DeviceDays)),-12} {device.Newest.Serial} until {device.Newest.ValidUntil:yyyy-MM-dd HH:mm} UTC{Filters("publish", device.Publish)}{Filters("subscribe", device.Subscribe)}").ConfigureAwait(false);
            }

            await output.WriteLineAsync($"{registry.Devices.Count} devices; authority until {registry.Issuing.Certificate.NotAfter.ToUniversalTime():yyyy-MM-dd}{string.Concat(registry.Authorities.Skip(1).Select(old => $", the one before trusted until {old.TrustedUntil:yyyy-MM-dd}"))}").ConfigureAwait(false);
            return 0;
        }));
        return command;
    }

    private static string Filters(string what, IReadOnlyCollection<string> filters) => filters.Count == 0 ? "" : $" {what} {string.Join(' ', filters)}";
}
