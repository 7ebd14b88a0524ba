using System.CommandLine;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using EdgeAI.Gateway.Identity;
using EdgeAI.Records.Certificates;

namespace EdgeAI.Gateway.Commands;

/// <summary><c>enroll DEVICE</c>: gives a device its certificate and its permissions.</summary>
internal static class EnrollCommand
{
    private const int DefaultDays = 30;

    /// <summary>Makes the command.</summary>
    public static Command Create(TimeProvider time)
    {
        Argument<string> device = new("DEVICE") { Description = "The device's name: a robot's or a board's id" };
        Option<string> identity = IdentityOption.Create();
        Option<string?> folder = new("--out") { Description = "The folder that its files go to; a folder of its name if nothing says otherwise" };
        Option<int> days = new("--days") { Description = "How long the certificate is valid, 1 to 397 days", DefaultValueFactory = _ => DefaultDays };
        Option<string?> request = new("--request") { Description = "A signing request (PKCS#10, PEM) of the device, so that its key never leaves it" };
        Option<string[]?> publish = new("--publish") { Description = "A topic filter that it may publish to beyond its own topics; may be given again" };
        Option<string[]?> subscribe = new("--subscribe") { Description = "A topic filter that it may subscribe to beyond its own topics; may be given again" };
        Command command = new("enroll", "Gives a device a certificate and its permissions; a running gateway knows it within a second") { device, identity, folder, days, request, publish, subscribe };
        command.SetAction((result, _) => OneLine.RunAsync(result, async output =>
        {
            string name = result.GetRequiredValue(device);
            string target = result.GetValue(folder) ?? name;
            using ECDsa? key = result.GetValue(request) is null ? ECDsa.Create(ECCurve.NamedCurves.nistP256) : null;
            PublicKey publicKey = key is not null ? new PublicKey(key) : ReadRequest(result.GetValue(request)!);
            LocalAuthority authority = new(new IdentityOptions { Folder = result.GetRequiredValue(identity) }, time);
            IssuedCertificate issued = await authority.EnrollAsync(name, publicKey, result.GetValue(days), Given(result, publish), Given(result, subscribe)).ConfigureAwait(false);
            new IdentityFolder(target).Create();
            if (key is not null)
            {
                PrivateFile.Write(Path.Combine(target, name + ".key"), key.ExportPkcs8PrivateKeyPem());
            }

            AtomicFile.Write(Path.Combine(target, name + ".crt"), issued.Certificate);
            AtomicFile.Write(Path.Combine(target, "ca.crt"), issued.Authorities);
            await output.WriteLineAsync($"{name}: certificate valid until {issued.ValidUntil:yyyy-MM-dd HH:mm} UTC; {Path.Combine(target, name)}.crt{(key is null ? "" : ", .key")} and {Path.Combine(target, "ca.crt")} go to the device").ConfigureAwait(false);
            return 0;
        }));
        return command;
    }

    private static PublicKey ReadRequest(string path)
        => SigningRequest.TryRead(PublicFile.Read(path), out PublicKey? publicKey, out string? reason)
            ? publicKey
            : throw new GatewayException($"{path}: {reason}");

    private static string[]? Given(ParseResult result, Option<string[]?> option) => result.GetValue(option) is { Length: > 0 } filters ? filters : null;
}
