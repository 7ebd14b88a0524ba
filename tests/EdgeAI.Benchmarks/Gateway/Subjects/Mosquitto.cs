namespace EdgeAI.Benchmarks.Gateway.Subjects;

/// <summary>mosquitto as Debian brings it: as the upstream of everybody, and as the peer, bridging to it. Configured by files that this writes.</summary>
internal static class Mosquitto
{
    private static readonly string[] Places = ["/usr/sbin/mosquitto", "/usr/local/sbin/mosquitto", "/opt/homebrew/sbin/mosquitto"];
    private static readonly string? Program = Places.FirstOrDefault(File.Exists);

    /// <summary>Whether it is there.</summary>
    public static bool IsInstalled => Program is not null;

    /// <summary>Starts an upstream broker that limits nothing and keeps nothing: what it costs must not decide.</summary>
    public static MeasuredProcess StartUpstream(string folder, int port) => Start(folder, "upstream", port, """
        persistence false
        max_inflight_messages 0
        max_queued_messages 0
        set_tcp_nodelay true
        """);

    /// <summary>Starts a bridge that passes on every record at QoS 1 and keeps its queue in a file.</summary>
    public static MeasuredProcess StartBridge(RelayKind kind, string folder, int port, int upstreamPort)
    {
        string setting = kind switch
        {
            RelayKind.MosquittoUnlimited => "max_queued_messages 0",
            RelayKind.MosquittoDurable => "max_queued_messages 0\nautosave_interval 1\nautosave_on_changes true",
            _ => "",
        };
        return Start(folder, "bridge", port, $"""
            persistence true
            persistence_location {folder}/
            set_tcp_nodelay true
            {setting}
            connection up
            address 127.0.0.1:{upstreamPort}
            topic edgeai/v1/# out 1
            bridge_protocol_version mqttv50
            cleansession false
            notifications false
            restart_timeout 1
            """);
    }

    private static MeasuredProcess Start(string folder, string name, int port, string settings)
    {
        string file = Path.Combine(folder, $"{name}.conf");

        // Without the first line a mosquitto that root starts becomes a user who may not write to the folder.
        File.WriteAllText(file, $"""
            user {Environment.UserName}
            listener {port} 127.0.0.1
            allow_anonymous true
            log_type error
            log_type warning
            {settings}

            """);
        return MeasuredProcess.Start(Program ?? throw new InvalidOperationException("mosquitto is not installed"), ["-c", file]);
    }
}
