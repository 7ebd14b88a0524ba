namespace EdgeAI.Device.Configuration;

/// <summary>How a board's frames travel to its robot.</summary>
public enum LinkKindCode : byte
{
    /// <summary>A UART, or USB as one.</summary>
    Serial = 0,

    /// <summary>MQTT over the network, a raw frame a message.</summary>
    Mqtt = 1,

    /// <summary>Whatever the host of a simulated board, or a robot that owns its bus, provides.</summary>
    Host = 2,
}
