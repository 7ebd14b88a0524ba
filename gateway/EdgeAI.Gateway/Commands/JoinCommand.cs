using System.CommandLine;
using EdgeAI.Gateway.Identity;
using EdgeAI.Records.Enrolment;

namespace EdgeAI.Gateway.Commands;

/// <summary><c>join</c> and <c>rejoin</c>: the gateway's certificate for the city's brokers, from a one-time token, and the next one from the one before.</summary>
internal static class JoinCommand
{
    private const int DefaultWithinDays = 30;

    /// <summary>Makes <c>join</c>.</summary>
    public static Command Create(TimeProvider time)
    {
        Argument<string> city = new("URL") { Description = "Where the city enrols gateways, for example https://city.example:9443" };
        Option<string> token = new("--token") { Description = "The one-time token; - to read it from the standard input, where no list of processes shows it", Required = true };
        Option<string> fingerprint = new("--fingerprint") { Description = "The fingerprint of the city's authority, which came with the token", Required = true };
        Option<string> folder = new("--out") { Description = "The folder for certificate, authority, keys", DefaultValueFactory = static _ => "city" };
        Option<string?> signing = new("--signing-key") { Description = "The private key that signs seals; drawn where it is not there. signing.pem in the folder if nothing says otherwise" };
        Command command = new("join", "Enrols this gateway with its city; after a cut, again with the same token") { city, token, fingerprint, folder, signing };
        command.SetAction((result, cancellation) => OneLine.RunAsync(result, async output =>
        {
            CityFolder files = new(result.GetRequiredValue(folder));
            string key = result.GetValue(signing) ?? files.SigningKey;
            string given = result.GetRequiredValue(token);
            given = given == "-" ? (await Console.In.ReadLineAsync(cancellation).ConfigureAwait(false) ?? "").Trim() : given;
            EnrolmentAnswer answer = await new CityEnrolment(UrlOf(result.GetRequiredValue(city)), files, time).JoinAsync(given, result.GetRequiredValue(fingerprint), key, cancellation).ConfigureAwait(false);
            await output.WriteLineAsync($"{answer.Gateway} of {answer.Site}: certificate valid until {answer.ValidUntil:yyyy-MM-dd HH:mm} UTC; 'rejoin' gets the next one. Into the profile, with the city's broker for BROKER:").ConfigureAwait(false);
            string[] cityKeys = [.. Directory.EnumerateFiles(files.Path, "city-*.pub").Order(StringComparer.Ordinal).Select(static path => $"\"{path}\"")];
            string trims = cityKeys.Length > 0 ? $"\"cityKeys\": [ {string.Join(", ", cityKeys)} ]" : "\"trimBy\": \"puback\"";
            await output.WriteLineAsync($$"""
                "id": "{{answer.Gateway}}", "site": "{{answer.Site}}",
                "seal": { "key": "{{key}}" },
                "uplink": { {{trims}}, "upstreams": [ { "host": "BROKER", "port": 8883, "tls": { "authorityFile": "{{files.Authority}}", "certificateFile": "{{files.Certificate}}", "keyFile": "{{files.Key}}" } } ] }
                """).ConfigureAwait(false);
            if (cityKeys.Length == 0)
            {
                await output.WriteLineAsync("the city names no key of its receipts: records leave the spool by the broker's PUBACK").ConfigureAwait(false);
            }

            return 0;
        }));
        return command;
    }

    /// <summary>Makes <c>rejoin</c>.</summary>
    public static Command CreateAgain(TimeProvider time)
    {
        Argument<string> city = new("URL") { Description = "Where the city enrols gateways" };
        Option<string> folder = new("--in") { Description = "The folder of certificate, authority and keys, as join wrote them", DefaultValueFactory = static _ => "city" };
        Option<int> within = new("--within") { Description = "Renew only when the certificate expires within this many days", DefaultValueFactory = static _ => DefaultWithinDays };
        Command command = new("rejoin", "Gets the next certificate from the city when it is due; a running gateway takes it with its next connection") { city, folder, within };
        command.SetAction((result, cancellation) => OneLine.RunAsync(result, async output =>
        {
            CityFolder files = new(result.GetRequiredValue(folder));
            DateTimeOffset expires = TlsClient.Load(new TlsClientOptions { AuthorityFile = files.Authority, CertificateFile = files.Certificate, KeyFile = files.Key }, time).CertificateExpires!.Value;
            if (expires - time.GetUtcNow() > TimeSpan.FromDays(result.GetValue(within)))
            {
                await output.WriteLineAsync($"{files.Certificate}: valid until {expires:yyyy-MM-dd HH:mm} UTC; not due").ConfigureAwait(false);
                return 0;
            }

            EnrolmentAnswer answer = await new CityEnrolment(UrlOf(result.GetRequiredValue(city)), files, time).RenewAsync(cancellation).ConfigureAwait(false);
            await output.WriteLineAsync($"{answer.Gateway} of {answer.Site}: renewed, valid until {answer.ValidUntil:yyyy-MM-dd HH:mm} UTC").ConfigureAwait(false);
            return 0;
        }));
        return command;
    }

    private static Uri UrlOf(string text)
        => Uri.TryCreate(text, UriKind.Absolute, out Uri? url) && url.Scheme == Uri.UriSchemeHttps ? url : throw new GatewayException($"'{text}' is not an address of a city: write for example https://city.example:9443");
}
