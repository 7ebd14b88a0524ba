using System.CommandLine;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using EdgeAI.City.Enrolment;

namespace EdgeAI.City.Commands;

/// <summary><c>authority issue</c>: certificates for brokers, of the authority that gateways trust.</summary>
internal static class AuthorityCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create() => new("authority", "The city's certificate authority") { Issue() };

    private static Command Issue()
    {
        Option<string> authority = AuthorityOption.Create();
        Option<string[]> names = new("--name") { Description = "A DNS name or IP address of the broker; again for others", Required = true };
        Option<string> folder = new("--out") { Description = "The folder for server.crt, server.key and authority.crt", Required = true };
        Option<int> days = new("--days") { Description = "How long the certificate is valid, 1 to 397 days", DefaultValueFactory = static _ => 397 };
        Command command = new("issue", "Issues a broker's certificate") { authority, names, folder, days };
        command.SetAction((result, _) => OneLine.RunAsync(result, async output =>
        {
            string target = result.GetRequiredValue(folder);
            TimeSpan life = TimeSpan.FromDays(NumberOption.Within("--days", result.GetValue(days), 1, 397));
            using CityAuthority opened = CityAuthority.Open(result.GetRequiredValue(authority), TimeProvider.System);
            using X509Certificate2 issued = opened.IssueServer(result.GetRequiredValue(names), life);
            using ECDsa key = issued.GetECDsaPrivateKey()!;
            OwnerFile.MakeFolder(target);
            OwnerFile.Write(Path.Combine(target, "server.key"), key.ExportPkcs8PrivateKeyPem() + "\n", secret: true);
            OwnerFile.Write(Path.Combine(target, "server.crt"), issued.ExportCertificatePem() + "\n");
            OwnerFile.Write(Path.Combine(target, "authority.crt"), opened.Pem);

            // A broker that is told of a list does not start without it.
            if (!File.Exists(opened.RevocationsFile))
            {
                opened.WriteRevocations([]);
            }

            await output.WriteLineAsync($"{Path.Combine(target, "server.crt")} and server.key, valid until {issued.NotAfter.ToUniversalTime():yyyy-MM-dd HH:mm} UTC; authority.crt is beside them, {opened.RevocationsFile} lists what is revoked").ConfigureAwait(false);
            return 0;
        }));
        return command;
    }
}
