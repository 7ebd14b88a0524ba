using System.Globalization;
using EdgeAI.Gateway.Broker;
using EdgeAI.Gateway.Downlink;
using EdgeAI.Gateway.Identity;
using EdgeAI.Gateway.Operation;
using EdgeAI.Gateway.Sparkplug;
using EdgeAI.Gateway.Spool;
using EdgeAI.Gateway.Uplinks;
using EdgeAI.Profiles;
using EdgeAI.Profiles.Gateways;
using AlgorithmSuite = EdgeAI.Records.AlgorithmSuite;
using RecordClass = EdgeAI.Records.RecordClass;

namespace EdgeAI.Gateway;

/// <summary>
/// The gateway's options as a profile writes them, section by section. The loader has checked them and put the schema's defaults in.
/// Folders that the gateway writes are relative to the working folder, files that a person keeps beside the profile to the profile's.
/// </summary>
internal static class ProfileOptions
{
    private const int BytesPerMegabyte = 1_000_000;

    public static ListenerOptions ListenerOf(ListenerProfile listener) => new()
    {
        Address = listener.Address,
        Port = listener.Port,
        Kind = listener.Kind == ListenerProtocol.WebSocket ? ListenerKind.WebSocket : ListenerKind.Tcp,
        Tls = listener.Tls,
        AllowedOrigins = listener.AllowedOrigins,
    };

    public static BrokerLimits LimitsOf(BrokerLimitsProfile limits) => new()
    {
        MaximumConnections = limits.Connections,
        MaximumSilentConnections = limits.SilentConnections,
        MaximumConnectionsPerDevice = limits.ConnectionsPerDevice,
        MaximumConnectsPerSecond = limits.ConnectsPerSecond,
        MaximumConnectsPerSecondOfAddress = limits.ConnectsPerSecondOfAddress,
        ConnectTimeout = TimeSpan.FromSeconds(limits.ConnectSeconds),
        MaximumConnectBytes = limits.ConnectBytes,
        MaximumPacketBytes = limits.PacketBytes,
        MaximumInFlight = limits.InFlight,
        MaximumInFlightInAll = limits.InFlightInAll,
        MaximumBytesInFlightInAll = limits.BytesInFlightInAll,
        MaximumBytesPerSecond = limits.BytesPerSecond,
        MaximumPublishesPerSecond = limits.PublishesPerSecond,
        MaximumTopicBytes = limits.TopicBytes,
        MaximumTopicLevels = limits.TopicLevels,
        MaximumTopicAliases = limits.TopicAliases,
        MaximumSubscriptions = limits.Subscriptions,
        MaximumQueuedMessages = limits.QueuedMessages,
        MaximumQueuedBytes = limits.QueuedBytes,
        MaximumUnacknowledged = limits.Unacknowledged,
        PacketTimeout = TimeSpan.FromSeconds(limits.PacketSeconds),
        WriteTimeout = TimeSpan.FromSeconds(limits.WriteSeconds),
        MaximumKeepAlive = TimeSpan.FromSeconds(limits.KeepAliveSeconds),
        StopTimeout = TimeSpan.FromSeconds(limits.StopSeconds),
    };

    public static SpoolRetention RetentionOf(SpoolProfile spool) => new()
    {
        Safety = LaneOf(spool.Classes?.Safety),
        Event = LaneOf(spool.Classes?.Event),
        Telemetry = LaneOf(spool.Classes?.Telemetry),
        Bulk = LaneOf(spool.Classes?.Bulk),
        WhenFull = spool.WhenFull == FullSpoolHandling.Refuse ? WhenFull.Refuse : WhenFull.DropOldest,
        WhenDamaged = spool.WhenDamaged == DamagedSpoolHandling.Stop ? WhenDamaged.Stop : WhenDamaged.StartNew,
    };

    public static SealOptions SealOf(SealProfile seal) => new()
    {
        Suite = seal.Suite == SealSuite.Sm3Sm2 ? AlgorithmSuite.Sm3Sm2 : AlgorithmSuite.Sha256P256,
        Within = TimeSpan.FromMilliseconds(seal.WithinMilliseconds),
        Records = seal.Records,
        KeyFile = seal.Key is { } key ? Path.GetFullPath(key) : null,
    };

    public static IdentityOptions IdentityOf(Profile profile, IdentityProfile identity) => new()
    {
        Folder = Path.GetFullPath(identity.Folder),
        ServerNames = identity.ServerNames,
        ServerCertificateFile = FileOf(profile, identity.ServerCertificateFile),
        ServerKeyFile = FileOf(profile, identity.ServerKeyFile),
        ServerDays = identity.ServerDays,
        DeviceDays = identity.DeviceDays,
    };

    public static UplinkOptions UplinkOf(Profile profile, UplinkProfile uplink) => new()
    {
        Upstreams = [.. uplink.Upstreams.Select(upstream => UpstreamOf(profile, upstream))],
        TrimBy = uplink.TrimBy == TrimmedBy.Puback ? TrimBy.Puback : TrimBy.Receipt,
        CityKeyFiles = [.. uplink.CityKeys.Select(profile.PathOf)],
        ReceiptWithin = TimeSpan.FromSeconds(uplink.ReceiptWithinSeconds),
        Window = uplink.Window,
        BatchRecords = uplink.BatchRecords,
        BatchBytes = uplink.BatchBytes,
        CompressionLevel = uplink.CompressionLevel,
        Linger = TimeSpan.FromMilliseconds(uplink.LingerMilliseconds),
        BacklogThreshold = uplink.BacklogThreshold,
        BacklogRecordsPerSecond = uplink.BacklogRecordsPerSecond,
        MinimumShare = uplink.MinimumShare,
        BytesPerSecond = uplink.BytesPerSecond,
        Schedule = [.. uplink.Schedule.Select(static rule => new ScheduleRule(ClassOf(rule.Class), TimeOf(rule.From), TimeOf(rule.Until)))],
        ScheduleOffset = TimeSpan.FromMinutes(uplink.ScheduleOffsetMinutes),
        FailuresBeforeNext = uplink.FailuresBeforeNext,
        SilenceBeforeNext = TimeSpan.FromSeconds(uplink.SilenceBeforeNextSeconds),
        ReturnAfter = TimeSpan.FromSeconds(uplink.ReturnAfterSeconds),
        ConnectTimeout = TimeSpan.FromSeconds(uplink.ConnectSeconds),
        AcknowledgeTimeout = TimeSpan.FromSeconds(uplink.AcknowledgeSeconds),
        KeepAlive = TimeSpan.FromSeconds(uplink.KeepAliveSeconds),
        InitialBackoff = TimeSpan.FromSeconds(uplink.InitialBackoffSeconds),
        MaximumBackoff = TimeSpan.FromSeconds(uplink.MaximumBackoffSeconds),
    };

    public static SparkplugOptions SparkplugOf(Profile profile, SparkplugProfile sparkplug) => new()
    {
        Host = sparkplug.Host,
        Port = sparkplug.Port,
        MqttVersion = sparkplug.Protocol == MqttVersion.Mqtt311 ? SparkplugMqttVersion.V311 : SparkplugMqttVersion.V5,
        Tls = TlsOf(profile, sparkplug.Tls),
        UserName = sparkplug.Login,
        PasswordFile = FileOf(profile, sparkplug.LoginFile),
        Group = sparkplug.Group,
        EdgeNode = sparkplug.EdgeNode,
        PrimaryHost = sparkplug.PrimaryHost,
        Include = sparkplug.Include,
        Exclude = sparkplug.Exclude,
        StreamNames = StreamNamesOf(profile),
        MinimumInterval = TimeSpan.FromSeconds(sparkplug.MinimumIntervalSeconds),
        DeviceTimeout = TimeSpan.FromSeconds(sparkplug.DeviceTimeoutSeconds),
        DataTypesInData = sparkplug.DataTypesInData,
        QueueRecords = sparkplug.QueueRecords,
        HeldValues = sparkplug.HeldValues,
        MaximumMetrics = sparkplug.MaximumMetrics,
        KeepAlive = TimeSpan.FromSeconds(sparkplug.KeepAliveSeconds),
        ConnectTimeout = TimeSpan.FromSeconds(sparkplug.ConnectSeconds),
        InitialBackoff = TimeSpan.FromSeconds(sparkplug.InitialBackoffSeconds),
        MaximumBackoff = TimeSpan.FromSeconds(sparkplug.MaximumBackoffSeconds),
    };

    public static DownlinkOptions DownlinkOf(Profile profile, DownlinkProfile downlink)
    {
        UpstreamProfile? upstream = downlink.FromUpstream ? profile.Gateway.Uplink?.Upstreams[0] : null;
        return new DownlinkOptions
        {
            Folder = Path.GetFullPath(downlink.Folder ?? profile.Gateway.Spool.Folder),
            Upstream = upstream is null ? null : UpstreamOf(profile, upstream),
            SessionExpiry = TimeSpan.FromDays(downlink.SessionExpiryDays),
            Permissions = [.. downlink.Permissions.Select(static permission => new CommandPermission(permission.Issuer, permission.Command, permission.Target))],
            Robots = downlink.Robots,
            MaximumLifetime = TimeSpan.FromHours(downlink.MaximumLifetimeHours),
            AnswerGrace = TimeSpan.FromHours(downlink.AnswerGraceHours),
            Retention = TimeSpan.FromHours(downlink.RetentionHours),
            MaximumCommands = downlink.MaximumCommands,
            MaximumWaiting = downlink.MaximumWaiting,
            MaximumRollouts = downlink.MaximumRollouts,
            SendWindow = downlink.SendWindow,
            ResendAfter = TimeSpan.FromSeconds(downlink.ResendSeconds),
            MaximumResend = TimeSpan.FromSeconds(downlink.MaximumResendSeconds),
            Artifacts = downlink.Artifacts is { } artifacts ? ArtifactsOf(artifacts) : new ArtifactOptions(),
        };
    }

    public static OperationOptions OperationOf(OperationProfile operation) => new()
    {
        HttpPort = operation.HttpPort,
        OtlpEndpoint = operation.OtlpEndpoint is { } endpoint ? new Uri(endpoint) : null,
        OtlpPeriod = TimeSpan.FromSeconds(operation.OtlpPeriodSeconds),
        PulsePeriod = TimeSpan.FromSeconds(operation.PulsePeriodSeconds),
        StallAfter = TimeSpan.FromSeconds(operation.StallAfterSeconds),
        LogPeriod = TimeSpan.FromSeconds(operation.LogPeriodSeconds),
    };

    private static LaneLimits LaneOf(SpoolClassProfile? lane) => lane is null ? new LaneLimits() : new LaneLimits
    {
        ReservedBytes = (long)lane.ReservedMegabytes * BytesPerMegabyte,
        MaximumBytes = lane.MaximumMegabytes is { } most ? (long)most * BytesPerMegabyte : long.MaxValue,
        MaximumAge = lane.MaximumAgeHours is { } hours ? TimeSpan.FromHours(hours) : null,
    };

    private static ArtifactOptions ArtifactsOf(ArtifactsProfile artifacts) => new()
    {
        Host = artifacts.Host,
        Port = artifacts.Port,
        MaximumArtifactBytes = (long)artifacts.MaximumArtifactMegabytes * BytesPerMegabyte,
        MaximumStoreBytes = (long)artifacts.MaximumStoreMegabytes * BytesPerMegabyte,
        MinimumFreeBytes = (long)artifacts.MinimumFreeMegabytes * BytesPerMegabyte,
        TurnTime = TimeSpan.FromSeconds(artifacts.TurnSeconds),
        AllowedHosts = artifacts.AllowedHosts,
    };

    private static UpstreamOptions UpstreamOf(Profile profile, UpstreamProfile upstream) => new()
    {
        Host = upstream.Host,
        Port = upstream.Port,
        Protocol = upstream.Protocol == MqttVersion.Mqtt311 ? MqttProtocol.Mqtt311 : MqttProtocol.Mqtt5,
        Tls = TlsOf(profile, upstream.Tls),
        UserName = upstream.Login,
        PasswordFile = FileOf(profile, upstream.LoginFile),
    };

    private static TlsClientOptions? TlsOf(Profile profile, TlsClientProfile? tls) => tls is null ? null : TlsClientOptions.From(profile, tls);

    /// <summary>The profile's names of its robot's streams: those of its boards, and on board 0 those of its stages and cameras.</summary>
    private static Dictionary<string, string> StreamNamesOf(Profile profile)
    {
        IEnumerable<(int Board, int Stream, string Name)> streams =
        [
            .. profile.Boards.SelectMany(static board => board.Sensors.Select(sensor => (board.Id, sensor.Stream, sensor.Name))),
            .. profile.Stages.Select(static stage => (0, stage.Stream, stage.Name)),
            .. profile.Cameras.Select(static camera => (0, camera.Stream, camera.Name)),
        ];
        return streams.ToDictionary(stream => string.Create(CultureInfo.InvariantCulture, $"{profile.Robot.Id}/{stream.Board}/{stream.Stream}"), static stream => stream.Name);
    }

    private static string? FileOf(Profile profile, string? file) => file is null ? null : profile.PathOf(file);

    private static TimeOnly TimeOf(string text) => TimeOnly.ParseExact(text, "HH:mm", CultureInfo.InvariantCulture);

    private static RecordClass ClassOf(EdgeAI.Profiles.Gateways.RecordClass given) => given switch
    {
        EdgeAI.Profiles.Gateways.RecordClass.Safety => RecordClass.Safety,
        EdgeAI.Profiles.Gateways.RecordClass.Event => RecordClass.Event,
        EdgeAI.Profiles.Gateways.RecordClass.Telemetry => RecordClass.Telemetry,
        _ => RecordClass.Bulk,
    };
}
