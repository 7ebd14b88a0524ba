namespace EdgeAI.Device.Configuration;

/// <summary>The way from a board to its robot.</summary>
public sealed class LinkConfiguration
{
    /// <summary>How the frames travel; says which of the others mean something.</summary>
    public LinkKindCode Kind { get; internal set; } = LinkKindCode.Host;

    /// <summary>Serial: the UART's number, from 1.</summary>
    public int SerialPort { get; internal set; }

    /// <summary>Serial: bits per second.</summary>
    public int Baud { get; internal set; }

    /// <summary>Serial: the pin that sends; -1 where the board fixes it.</summary>
    public int TransmitPin { get; internal set; } = -1;

    /// <summary>Serial: the pin that receives; -1 where the board fixes it.</summary>
    public int ReceivePin { get; internal set; } = -1;

    /// <summary>MQTT: the broker's name or address.</summary>
    public string Host { get; internal set; } = "";

    /// <summary>MQTT: the broker's TCP port.</summary>
    public int Port { get; internal set; }

    /// <summary>MQTT: the topic that /up and /down stand under.</summary>
    public string Topic { get; internal set; } = "";
}
