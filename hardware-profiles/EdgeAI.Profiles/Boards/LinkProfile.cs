namespace EdgeAI.Profiles.Boards;

/// <summary>The robot's way to a board.</summary>
public sealed record LinkProfile
{
    /// <summary>The way to a board of which no robot's profile has said another.</summary>
    internal static LinkProfile Hosted { get; } = new() { Kind = LinkKind.InProcess, CapacityBytes = 65536 };

    /// <summary>How the frames travel; says which of the others mean something.</summary>
    public required LinkKind Kind { get; init; }

    /// <summary>In process: how many bytes the link holds before it is full, in bytes.</summary>
    public required int CapacityBytes { get; init; }

    /// <summary>Serial: the device node; null for others.</summary>
    public string? Path { get; init; }

    /// <summary>Serial: bits a second; null for others.</summary>
    public int? Baud { get; init; }

    /// <summary>TCP: who listens, MQTT: the broker; null for others.</summary>
    public string? Host { get; init; }

    /// <summary>TCP, MQTT: the TCP port; null for others.</summary>
    public int? Port { get; init; }

    /// <summary>MQTT: what <c>/up</c> and <c>/down</c> stand under; null for others.</summary>
    public string? Topic { get; init; }
}
