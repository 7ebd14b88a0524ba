using EdgeAI.Gateway.Audit;
using EdgeAI.Gateway.Broker;
using EdgeAI.Gateway.Downlink;
using EdgeAI.Gateway.Operation;
using EdgeAI.Gateway.Sparkplug;
using EdgeAI.Gateway.Uplinks;
using EdgeAI.Profiles;
using EdgeAI.Profiles.Gateways;
using EdgeAI.Profiles.Policies;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace EdgeAI.Gateway;

/// <summary>What a gateway needs to know. Ids follow <see cref="Records.Identifier"/>.</summary>
public sealed record GatewayOptions
{
    /// <summary>The gateway's id; with the spool's epoch and a sequence it names each record for ever.</summary>
    public required string Id { get; init; }

    /// <summary>The site's id, the first part of every topic.</summary>
    public required string Site { get; init; }

    /// <summary>The folder of the spool.</summary>
    public required string SpoolFolder { get; init; }

    /// <summary>The address of the broker's first listener, which speaks MQTT over TCP without TLS: 127.0.0.1 or ::1.</summary>
    public string Host { get; init; } = "127.0.0.1";

    /// <summary>The TCP port that the broker listens on; 0 for any free one (<see cref="GatewayHost.Port"/> tells which). 1883 is MQTT's registered port.</summary>
    public int Port { get; init; } = 1883;

    /// <summary>The further listeners of the broker: WebSocket, and with TLS other addresses than loopback.</summary>
    public IReadOnlyList<ListenerOptions> Listeners { get; init; } = [];

    /// <summary>What connections and devices may take from the broker.</summary>
    public BrokerLimits Limits { get; init; } = new();

    /// <summary>The bytes that waiting records may occupy before further ones are refused.</summary>
    public long MaximumSpoolBytes { get; init; } = 4L << 30;

    /// <summary>How much of which class the spool keeps, and what happens when it is full or its file is damaged.</summary>
    public Spool.SpoolRetention Retention { get; init; } = new();

    /// <summary>How long a publish may wait for others to share its transaction, besides those that came during the one before.</summary>
    public TimeSpan SpoolLinger { get; init; } = TimeSpan.Zero;

    /// <summary>The seals of what is stored; nothing for none: then nobody can prove that nothing is missing.</summary>
    public SealOptions? Seal { get; init; } = new();

    /// <summary>Where records go and how; without upstreams they stay in the spool.</summary>
    public UplinkOptions Uplink { get; init; } = new();

    /// <summary>The Sparkplug B edge node; nothing for none.</summary>
    public SparkplugOptions? Sparkplug { get; init; }

    /// <summary>How commands and artifacts come down; nothing for none.</summary>
    public DownlinkOptions? Downlink { get; init; }

    /// <summary>What of the records may leave; nothing for the built-in policy, which keeps images back and lets everything else pass.</summary>
    public PolicyProfile? Policy { get; init; }

    /// <summary>The local certificate authority and the registry of devices; nothing for loopback connections only.</summary>
    public Identity.IdentityOptions? Identity { get; init; }

    /// <summary>Whether what happens to the gateway itself goes to the city as audit entries; the program and profiles turn it on.</summary>
    public bool Audit { get; init; }

    /// <summary>How the gateway is watched from outside.</summary>
    public OperationOptions Operation { get; init; } = new();

    /// <summary>Where log lines go; nowhere if nothing says otherwise.</summary>
    public ILoggerFactory Logging { get; init; } = NullLoggerFactory.Instance;

    /// <summary>UTC for the receipt of records, and the timers' clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Who the devices are; without it every loopback connection is local, and nobody else is taken.</summary>
    internal IDeviceDirectory? Devices { get; init; }

    /// <summary>The certificates of listeners with TLS.</summary>
    internal ITlsServer? Tls { get; init; }

    /// <summary>The instruments that the gateway's parts record into.</summary>
    internal GatewayMeter? Meter { get; init; }

    /// <summary>Where the gateway's parts note what happens; nothing where nobody asks.</summary>
    internal AuditTrail? Trail { get; init; }

    /// <summary>Changes the spool's options before it is opened: faults in tests.</summary>
    internal Func<Spool.SpoolOptions, Spool.SpoolOptions>? ConfigureSpool { get; init; }

    /// <summary>The same options with one upstream, MQTT 5 without TLS, in the place of those there are.</summary>
    /// <param name="host">The broker's host name or address.</param>
    /// <param name="port">Its TCP port.</param>
    /// <param name="trimBy">What lets records leave the spool; nothing to leave it as it is.</param>
    public GatewayOptions WithUpstream(string host, int port, TrimBy? trimBy = null)
        => this with { Uplink = Uplink with { Upstreams = [new UpstreamOptions { Host = host, Port = port }], TrimBy = trimBy ?? Uplink.TrimBy } };

    /// <summary>The options that a robot's profile gives its gateway. A relative spool folder lies below the working folder.</summary>
    public static GatewayOptions From(Profile profile)
    {
        ArgumentNullException.ThrowIfNull(profile);
        GatewayProfile gateway = profile.Gateway;
        return new GatewayOptions
        {
            Id = gateway.Id,
            Site = profile.Site,
            SpoolFolder = Path.GetFullPath(gateway.Spool.Folder),
            Host = gateway.Host,
            Port = gateway.Port,
            Listeners = [.. gateway.Listeners.Select(ProfileOptions.ListenerOf)],
            Limits = gateway.Limits is { } limits ? ProfileOptions.LimitsOf(limits) : new BrokerLimits(),
            Identity = gateway.Identity is { } identity ? ProfileOptions.IdentityOf(profile, identity) : null,
            MaximumSpoolBytes = gateway.Spool.MaximumMegabytes * 1_000_000L,
            Retention = ProfileOptions.RetentionOf(gateway.Spool),
            SpoolLinger = TimeSpan.FromMilliseconds(gateway.Spool.LingerMilliseconds),
            Seal = gateway.Seal is { } seal ? ProfileOptions.SealOf(seal) : new SealOptions(),
            Uplink = gateway.Uplink is { } uplink ? ProfileOptions.UplinkOf(profile, uplink) : new UplinkOptions(),
            Sparkplug = gateway.Sparkplug is { } sparkplug ? ProfileOptions.SparkplugOf(profile, sparkplug) : null,
            Downlink = gateway.Downlink is { } downlink ? ProfileOptions.DownlinkOf(profile, downlink) : null,
            Operation = gateway.Operation is { } operation ? ProfileOptions.OperationOf(operation) : new OperationOptions(),
            Policy = gateway.Policy,
            Audit = gateway.Audit,
        };
    }
}
