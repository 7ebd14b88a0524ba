using System.Text.Json.Serialization;
using EdgeAI.Profiles.Reading;

namespace EdgeAI.Profiles.Boards;

/// <summary>What a bus speaks.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<BusProtocol>))]
public enum BusProtocol
{
    /// <summary>I2C.</summary>
    I2c,

    /// <summary>SPI.</summary>
    Spi,
}
