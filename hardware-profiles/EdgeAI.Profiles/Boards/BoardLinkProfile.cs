namespace EdgeAI.Profiles.Boards;

/// <summary>A board's end of the way to its robot.</summary>
public sealed record BoardLinkProfile
{
    /// <summary>How the frames travel; says which of the others mean something.</summary>
    public required BoardLinkKind Kind { get; init; }

    /// <summary>Serial: the UART's number, from 1; null for others.</summary>
    public int? Uart { get; init; }

    /// <summary>Serial: bits a second; null for others.</summary>
    public int? Baud { get; init; }

    /// <summary>Serial: the pin that sends; null where the firmware fixes it, and for others.</summary>
    public int? TransmitPin { get; init; }

    /// <summary>Serial: the pin that receives; null where the firmware fixes it, and for others.</summary>
    public int? ReceivePin { get; init; }

    /// <summary>MQTT: the broker's name or address; null for others.</summary>
    public string? Host { get; init; }

    /// <summary>MQTT: the broker's TCP port; null for others.</summary>
    public int? Port { get; init; }

    /// <summary>MQTT: what <c>/up</c> and <c>/down</c> stand under; null for others.</summary>
    public string? Topic { get; init; }
}
