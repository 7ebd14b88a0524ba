using System.Text.Json.Serialization;
using EdgeAI.Profiles.Reading;

namespace EdgeAI.Profiles.Boards;

/// <summary>How a board's frames reach the robot.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<LinkKind>))]
public enum LinkKind
{
    /// <summary>Through memory: the board's sampling loop runs in the robot's process.</summary>
    InProcess,

    /// <summary>Through a UART, or USB as one.</summary>
    Serial,

    /// <summary>Through a TCP connection: a serial server, or a simulated board elsewhere.</summary>
    Tcp,

    /// <summary>Through an MQTT broker.</summary>
    Mqtt,

    /// <summary>Through a pseudo-terminal behind which the robot's process hosts the simulated board.</summary>
    SimulatedSerial,
}
