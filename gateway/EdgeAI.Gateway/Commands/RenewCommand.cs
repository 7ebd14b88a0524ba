using System.CommandLine;
using EdgeAI.Gateway.Identity;

namespace EdgeAI.Gateway.Commands;

/// <summary><c>renew FOLDER</c>: on a device, for example daily by a timer, so that its certificate never expires.</summary>
internal static class RenewCommand
{
    // The port that IANA registered for MQTT over TLS.
    private const int SecureMqttPort = 8883;
    private const int DefaultWithinDays = 10;

    /// <summary>Makes the command.</summary>
    public static Command Create(TimeProvider time)
    {
        Argument<string> device = new("DEVICE") { Description = "The device's name" };
        Option<string?> folder = new("--in") { Description = "The folder of its files, as enroll wrote them; a folder of its name if nothing says otherwise" };
        Option<string> gateway = new("--gateway") { Description = "The gateway as HOST or HOST:PORT; port 8883 if nothing says otherwise", Required = true };
        Option<string> site = new("--site") { Description = "The site's id", DefaultValueFactory = _ => "site" };
        Option<int> within = new("--within") { Description = "Renew only when the certificate expires within this many days", DefaultValueFactory = _ => DefaultWithinDays };
        Command command = new("renew", "Renews a device's certificate from the device's side, when it is due") { device, folder, gateway, site, within };
        command.SetAction((result, cancellation) => OneLine.RunAsync(result, async output =>
        {
            string name = result.GetRequiredValue(device);
            string place = result.GetValue(folder) ?? name;
            TlsClientOptions files = new() { AuthorityFile = Path.Combine(place, "ca.crt"), CertificateFile = Path.Combine(place, name + ".crt"), KeyFile = Path.Combine(place, name + ".key") };
            DateTimeOffset expires = TlsClient.Load(files, time).CertificateExpires!.Value;
            if (expires - time.GetUtcNow() > TimeSpan.FromDays(result.GetValue(within)))
            {
                await output.WriteLineAsync($"{name}: valid until {expires:yyyy-MM-dd HH:mm} UTC; not due").ConfigureAwait(false);
                return 0;
            }

            (string host, int port) = ParseGateway(result.GetRequiredValue(gateway));
            DateTimeOffset until = await new RenewalClient(files, host, port, result.GetRequiredValue(site), time).RenewAsync(cancellation).ConfigureAwait(false);
            await output.WriteLineAsync($"{name}: renewed, valid until {until.UtcDateTime:yyyy-MM-dd HH:mm} UTC").ConfigureAwait(false);
            return 0;
        }));
        return command;
    }

    private static (string Host, int Port) ParseGateway(string text)
    {
        int colon = text.LastIndexOf(':');
        return colon < 0 ? (text, SecureMqttPort)
            : colon > 0 && ushort.TryParse(text.AsSpan(colon + 1), out ushort port) && port > 0 ? (text[..colon], port)
            : throw new GatewayException($"--gateway '{text}' is not HOST:PORT: write for example gateway.local:{SecureMqttPort}");
    }
}
