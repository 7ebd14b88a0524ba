using System.Text.Json.Serialization;
using EdgeAI.Profiles.Reading;

namespace EdgeAI.Profiles.Boards;

/// <summary>How a board's frames leave it.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<BoardLinkKind>))]
public enum BoardLinkKind
{
    /// <summary>Through a UART, or USB as one.</summary>
    Serial,

    /// <summary>Through an MQTT broker.</summary>
    Mqtt,
}
