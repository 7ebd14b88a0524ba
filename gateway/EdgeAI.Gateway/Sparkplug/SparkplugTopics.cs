namespace EdgeAI.Gateway.Sparkplug;

/// <summary>The topics of one edge node (Sparkplug 3.0.0, 4.1).</summary>
internal sealed class SparkplugTopics(string group, string edgeNode)
{
    private const string Namespace = "spBv1.0";

    public string NodeBirth { get; } = $"{Namespace}/{group}/NBIRTH/{edgeNode}";

    public string NodeData { get; } = $"{Namespace}/{group}/NDATA/{edgeNode}";

    public string NodeDeath { get; } = $"{Namespace}/{group}/NDEATH/{edgeNode}";

    public string NodeCommand { get; } = $"{Namespace}/{group}/NCMD/{edgeNode}";

    /// <summary>The filter for the commands of every device.</summary>
    public string DeviceCommands { get; } = $"{Namespace}/{group}/DCMD/{edgeNode}/+";

    /// <summary>Where a host application tells whether it is online.</summary>
    public static string HostState(string host) => $"{Namespace}/STATE/{host}";

    /// <summary>A topic of a device.</summary>
    public string Device(string messageType, string device) => $"{Namespace}/{group}/{messageType}/{edgeNode}/{device}";

    /// <summary>Whether a text can be a group, edge node, device or host id (Sparkplug 3.0.0, 4.1.2 to 4.1.5): not empty, without '+', '#' and '/'.</summary>
    public static bool IsValidId(string id) => id.Length > 0 && !id.AsSpan().ContainsAny("+#/\0");
}
