using System.Text.Json.Serialization;
using EdgeAI.Profiles.Reading;

namespace EdgeAI.Profiles.Boards;

/// <summary>What stands behind a bus.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<BusKind>))]
public enum BusKind
{
    /// <summary>Simulated chips in this process, of either protocol; only on a robot that is simulated.</summary>
    Simulated,

    /// <summary>A Linux I2C adapter (<c>i2c-dev</c>); only on a robot that is not simulated.</summary>
    LinuxI2c,

    /// <summary>A Linux SPI controller with one chip (<c>spidev</c>); only on a robot that is not simulated.</summary>
    LinuxSpi,
}
