using EdgeAI.Gateway.Uplinks;

namespace EdgeAI.Gateway.Downlink;

/// <summary>How commands and artifacts come down (DOWNLINK.md).</summary>
public sealed record DownlinkOptions
{
    /// <summary>The folder of the journal and of the artifacts; created where it is missing. The spool's folder will do.</summary>
    public required string Folder { get; init; }

    /// <summary>The broker that the city publishes commands to, with its TLS and account; none: only the operator at the gateway commands. With MQTT 3.1.1 the session lasts as long as that broker keeps it.</summary>
    public UpstreamOptions? Upstream { get; init; }

    /// <summary>How long the broker keeps commands for a gateway that is away; MQTT 5 only, at most <see cref="uint.MaxValue"/> seconds.</summary>
    public TimeSpan SessionExpiry { get; init; } = TimeSpan.FromDays(30);

    /// <summary>The connection's keep-alive.</summary>
    public TimeSpan KeepAlive { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a connection may take to be made.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The longest pause before the first new attempt to connect; doubles with each.</summary>
    public TimeSpan InitialBackoff { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>The longest pause between attempts.</summary>
    public TimeSpan MaximumBackoff { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>What may be commanded; nothing by default. The operator at the gateway needs no line.</summary>
    public IReadOnlyList<CommandPermission> Permissions { get; init; } = [];

    /// <summary>The robots that there are; empty for any.</summary>
    public IReadOnlyList<string> Robots { get; init; } = [];

    /// <summary>The longest that a command may be valid, from issue to expiry.</summary>
    public TimeSpan MaximumLifetime { get; init; } = TimeSpan.FromDays(30);

    /// <summary>How long after its expiry a robot is asked what became of a command that was sent to it.</summary>
    public TimeSpan AnswerGrace { get; init; } = TimeSpan.FromHours(24);

    /// <summary>How long beyond that an ended command is remembered: a robot's late answer still finds it.</summary>
    public TimeSpan Retention { get; init; } = TimeSpan.FromHours(24);

    /// <summary>The commands that are remembered; further ones are left with the upstream, unacknowledged.</summary>
    public int MaximumCommands { get; init; } = 10_000;

    /// <summary>The commands that may wait for their end; further ones are refused.</summary>
    public int MaximumWaiting { get; init; } = 1_000;

    /// <summary>The rollouts that are remembered, ended ones for as long as <see cref="Retention"/>; further ones are refused. Bounds the commands that rollouts make.</summary>
    public int MaximumRollouts { get; init; } = 32;

    /// <summary>The commands that are under way to one robot at once, 1 to 64.</summary>
    public int SendWindow { get; init; } = 8;

    /// <summary>The pause before a command without an answer is sent again; doubles with each.</summary>
    public TimeSpan ResendAfter { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The longest pause before that.</summary>
    public TimeSpan MaximumResend { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How often the journal is looked through for what is due.</summary>
    public TimeSpan Period { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>What artifacts may take, and where they are served.</summary>
    public ArtifactOptions Artifacts { get; init; } = new();

    /// <summary>The clock: UTC for expiry, timers for pauses.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Called at each step; a test throws here and gives the gateway up as a kill would.</summary>
    internal Action<DownlinkStep>? AtStep { get; init; }

    /// <summary>Leaves out every sync: for tests that kill and cut no power.</summary>
    internal bool WithoutSync { get; init; }
}
