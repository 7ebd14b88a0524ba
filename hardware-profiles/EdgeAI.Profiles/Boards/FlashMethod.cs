using System.Text.Json.Serialization;
using EdgeAI.Profiles.Reading;

namespace EdgeAI.Profiles.Boards;

/// <summary>How firmware gets onto a board.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<FlashMethod>))]
public enum FlashMethod
{
    /// <summary>Through an ESP32's serial loader.</summary>
    Serial,

    /// <summary>As a UF2 file on the drive that an RP2040 or RP2350 shows.</summary>
    Uf2,

    /// <summary>Through an ST-LINK.</summary>
    Jtag,
}
