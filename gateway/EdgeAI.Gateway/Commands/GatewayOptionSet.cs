using System.CommandLine;
using EdgeAI.Gateway.Broker;
using EdgeAI.Gateway.Identity;
using EdgeAI.Gateway.Spool;
using EdgeAI.Gateway.Uplinks;
using EdgeAI.Profiles;
using EdgeAI.Records;

namespace EdgeAI.Gateway.Commands;

/// <summary>The options that say which gateway is meant, for every command that runs or examines one.</summary>
internal sealed class GatewayOptionSet
{
    // The port that IANA registered for MQTT without TLS.
    private const int MqttPort = 1883;

    private readonly Option<string?> _profile = new("--profile") { Description = "A robot's profile, whose gateway this is; the options below go before it" };
    private readonly Option<string?> _id = new("--id") { Description = "The gateway's id (a-z, 0-9, '-', '_', '.'); gateway if nothing says otherwise" };
    private readonly Option<string?> _site = new("--site") { Description = "The site's id, the first part of every topic; site if nothing says otherwise" };
    private readonly Option<int?> _port = new("--port") { Description = "The port to listen on, on loopback; 0 for any free one; 1883 if nothing says otherwise" };
    private readonly Option<string?> _tls = new("--tls") { Description = "Listen for devices with certificates as well, at ADDRESS:PORT, or at PORT on every address; 8883 is registered. Needs --identity" };
    private readonly Option<string?> _identity = new("--identity") { Description = "The folder of the certificate authority and the registry of devices; without it loopback connections only" };
    private readonly Option<string?> _spool = new("--spool") { Description = "The spool's folder; spool if nothing says otherwise" };
    private readonly Option<string?> _onDamage = new("--on-damage") { Description = "What to do with a spool file too damaged to be opened: start-new keeps it aside, declares what it held lost and goes on; stop does not start. start-new if nothing says otherwise" };
    private readonly Option<string?> _sealKey = new("--seal-key") { Description = "The file of the key that signs the seals, drawn where it is missing; signing.pem in the spool's folder if nothing says otherwise" };
    private readonly Option<string?> _upstream = new("--upstream") { Description = "The broker that the records go to, as HOST:PORT; without it they wait in the spool" };
    private readonly Option<string?> _trimBy = new("--trim-by") { Description = "What lets records leave the spool: receipt, the city's signed one (needs --city-key), or puback, the broker's; receipt if nothing says otherwise" };
    private readonly Option<string[]> _cityKey = new("--city-key") { Description = "The PEM file of the public key that signs the city's receipts, as 'EdgeAI.City keys new' writes it; again for others" };
    private readonly Option<int?> _http = new("--http") { Description = "The loopback port of /metrics, /healthz and /readyz; none if nothing says otherwise" };
    private readonly Option<Uri?> _otlp = new("--otlp") { Description = "Where metrics are pushed to by OTLP over gRPC, for example http://localhost:4317" };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (Option option in (Option[])[_profile, _id, _site, _port, _tls, _identity, _spool, _onDamage, _sealKey, _upstream, _trimBy, _cityKey, _http, _otlp])
        {
            command.Options.Add(option);
        }
    }

    /// <summary>What was given, over what the profile says.</summary>
    /// <exception cref="GatewayException">An option or the profile is not valid; the message is one line.</exception>
    public GatewayOptions Read(ParseResult result)
    {
        GatewayOptions options = OptionsOf(result.GetValue(_profile));
        options = result.GetValue(_id) is { } id ? options with { Id = CheckedId("--id", id) } : options;
        options = result.GetValue(_site) is { } site ? options with { Site = CheckedId("--site", site) } : options;
        options = result.GetValue(_port) is { } port ? options with { Port = CheckedPort("--port", port, 0) } : options;
        options = result.GetValue(_spool) is { } spool ? options with { SpoolFolder = spool } : options;
        options = result.GetValue(_onDamage) is { } onDamage ? options with { Retention = options.Retention with { WhenDamaged = ParseOnDamage(onDamage) } } : options;
        options = result.GetValue(_sealKey) is { } sealKey ? options with { Seal = (options.Seal ?? new SealOptions()) with { KeyFile = sealKey } } : options;
        options = result.GetValue(_identity) is { } identity ? options with { Identity = new IdentityOptions { Folder = identity } } : options;
        options = result.GetValue(_tls) is { } tls ? options with { Listeners = [.. options.Listeners, ParseListener(tls)] } : options;
        options = result.GetValue(_http) is { } http ? options with { Operation = options.Operation with { HttpPort = CheckedPort("--http", http, 0) } } : options;
        options = result.GetValue(_otlp) is { } otlp ? options with { Operation = options.Operation with { OtlpEndpoint = CheckedEndpoint(otlp) } } : options;
        if (result.GetValue(_upstream) is { } upstream)
        {
            (string host, int upstreamPort) = ParseUpstream(upstream);
            options = options.WithUpstream(host, upstreamPort);
        }

        options = result.GetValue(_trimBy) is { } trimBy ? options with { Uplink = options.Uplink with { TrimBy = ParseTrimBy(trimBy) } } : options;
        return result.GetValue(_cityKey) is { Length: > 0 } keys ? options with { Uplink = options.Uplink with { CityKeyFiles = [.. keys] } } : options;
    }

    /// <summary>The options of a profile; those of a gateway without one where none is given.</summary>
    /// <exception cref="GatewayException">The profile is not valid; the message is one line.</exception>
    public static GatewayOptions OptionsOf(string? profilePath)
    {
        if (profilePath is null)
        {
            return new GatewayOptions { Id = "gateway", Site = "site", SpoolFolder = "spool", Port = MqttPort, Audit = true };
        }

        return ProfileLoader.TryLoad(profilePath, out Profile? profile, out IReadOnlyList<ProfileProblem> problems)
            ? GatewayOptions.From(profile)
            : throw new GatewayException(string.Join("; ", problems));
    }

    private static (string Host, int Port) ParseUpstream(string text)
    {
        int colon = text.LastIndexOf(':');
        if (colon < 0)
        {
            return (text, MqttPort);
        }

        if (colon == 0 || !int.TryParse(text.AsSpan(colon + 1), out int port))
        {
            throw new GatewayException($"--upstream '{text}' is not HOST:PORT: write for example city.example:1883");
        }

        return (text[..colon], CheckedPort("--upstream", port, 1));
    }

    private static WhenDamaged ParseOnDamage(string text) => text switch
    {
        "start-new" => WhenDamaged.StartNew,
        "stop" => WhenDamaged.Stop,
        _ => throw new GatewayException($"--on-damage '{text}' is not known: write start-new or stop"),
    };

    private static TrimBy ParseTrimBy(string text) => text switch
    {
        "receipt" => TrimBy.Receipt,
        "puback" => TrimBy.Puback,
        _ => throw new GatewayException($"--trim-by '{text}' is not known: write receipt or puback"),
    };

    private static ListenerOptions ParseListener(string text)
    {
        int colon = text.LastIndexOf(':');
        if (!int.TryParse(text.AsSpan(colon + 1), out int port))
        {
            throw new GatewayException($"--tls '{text}' is not ADDRESS:PORT or PORT: write for example 0.0.0.0:8883");
        }

        return new ListenerOptions { Address = colon < 0 ? "0.0.0.0" : text[..colon].Trim('[', ']'), Port = CheckedPort("--tls", port, 0), Tls = true };
    }

    private static Uri CheckedEndpoint(Uri endpoint)
        => endpoint is { IsAbsoluteUri: true, Scheme: "http" or "https" } ? endpoint : throw new GatewayException($"--otlp '{endpoint}' is not an address: write for example http://localhost:4317");

    private static string CheckedId(string option, string value)
        => Identifier.IsValid(value.AsSpan())
            ? value
            : throw new GatewayException($"{option} '{value}' is not a valid id: use 1 to {Identifier.MaximumLength} of a-z, 0-9, '-', '_' and '.', beginning with a letter or a digit");

    private static int CheckedPort(string option, int value, int minimum)
        => value >= minimum && value <= ushort.MaxValue ? value : throw new GatewayException($"{option} {value} is not a port: use {minimum} to {ushort.MaxValue}");
}
