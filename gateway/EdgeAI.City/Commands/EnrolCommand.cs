using System.CommandLine;
using System.Net;
using EdgeAI.City.Enrolment;
using EdgeAI.City.Operation;
using EdgeAI.Records.Proof;

namespace EdgeAI.City.Commands;

/// <summary><c>enrol</c>: the endpoint where gateways turn a token into a certificate, until Ctrl-C or SIGTERM.</summary>
internal static class EnrolCommand
{
    private const int DefaultPort = 9443;

    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        Option<string> listen = new("--listen") { Description = "The address and port to listen on, as ADDRESS:PORT; port 0 for any free one", DefaultValueFactory = static _ => "0.0.0.0:9443" };
        Option<string[]> names = new("--name") { Description = "A DNS name or IP address that gateways reach it by; again for others. This machine's name, localhost and 127.0.0.1 if nothing says otherwise" };
        Option<string> authority = AuthorityOption.Create();
        Option<string> database = DatabaseOption.Create();
        Option<string[]> keys = new("--key") { Description = "The file of the public key that signs receipts, which gateways are given; again for others" };
        Option<int> days = new("--days") { Description = "How long a gateway's certificate is valid, 1 to 397 days", DefaultValueFactory = static _ => 90 };
        Option<int> requests = new("--requests") { Description = "How many requests of one address are looked at in a minute, 1 to 100000", DefaultValueFactory = static _ => 60 };
        Option<LogFormat> log = new("--log") { Description = "How log lines look: Text, one line for people, or Json, one object a line" };
        Command command = new("enrol", "Turns gateways' one-time tokens into certificates, renews them, and keeps the brokers' revocation list") { listen, names, authority, database, keys, days, requests, log };
        command.SetAction((result, cancellation) => OneLine.RunAsync(result, async _ =>
        {
            await EnrolService.RunAsync(
                new EnrolOptions
                {
                    Listen = EndPointOf(result.GetRequiredValue(listen)),
                    Names = result.GetValue(names) is { Length: > 0 } given ? given : [Environment.MachineName, "localhost", "127.0.0.1"],
                    AuthorityFolder = result.GetRequiredValue(authority),
                    Database = result.GetRequiredValue(database),
                    CityKeys = [.. (result.GetValue(keys) ?? []).Select(KeyFile.ReadPublic)],
                    CertificateLife = TimeSpan.FromDays(NumberOption.Within("--days", result.GetValue(days), 1, 397)),
                    RequestsPerMinute = (int)NumberOption.Within("--requests", result.GetValue(requests), 1, 100_000),
                    Log = result.GetValue(log),
                },
                cancellation).ConfigureAwait(false);
            return 0;
        }));
        return command;
    }

    private static IPEndPoint EndPointOf(string text)
        => IPEndPoint.TryParse(text.Contains(':', StringComparison.Ordinal) ? text : $"{text}:{DefaultPort}", out IPEndPoint? address)
            ? address
            : throw new CityException($"--listen '{text}' is not ADDRESS:PORT: write for example 0.0.0.0:{DefaultPort}");
}
